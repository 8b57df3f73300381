import type { ListMetadata } from './parse-list.ts';

type Span = readonly [from: number, to: number];

/** Where the parts of a pod stand in the JSON of a list. */
export interface PodPlaces {
  /** Without managedFields and without the bracket that closes it. */
  readonly metadata: Span;
  readonly spec: Span;
  readonly status: Span | undefined;
}

const ITEMS = Buffer.from(',"items":[');
const FIRST = Buffer.from('{"metadata":{');
const NEXT = Buffer.from('},{"metadata":{');
const MANAGED = Buffer.from(',"managedFields":[');
const FIELD_AFTER_LIST = Buffer.from('],"');
const END_OF_METADATA = Buffer.from(']}');
const SPEC = Buffer.from(',"spec":{');
const SPEC_AFTER_METADATA = Buffer.from('},"spec":{');
const SPEC_AFTER_LIST = Buffer.from(']},"spec":{');
const STATUS = Buffer.from(',"status":{');
const END_OF_LIST = /\}\]\}\s*$/;
const CLOSE_LIST = 0x5d;
const CLOSE = 0x7d;

/** From the beginning of a pod to that of its metadata; from the end of one part to the beginning of the next. */
export const METADATA_BEGIN = FIRST.length - 1;
export const SPEC_BEGIN = SPEC.length - 1;
export const STATUS_BEGIN = STATUS.length - 1;

/**
 * A list of pods in which the places of its pods are known, where it looks as the API server writes it; else undefined.
 * The places are only looked for. Each part must still be parsed, and only if every one of them is JSON by itself, the
 * list was cut where its parts end.
 */
export class PodListText {
  readonly metadata: ListMetadata;
  /** Where the first pod begins. */
  readonly begin: number;
  /** Where the bracket stands that closes the items. */
  readonly end: number;
  readonly #json: Buffer;

  private constructor(json: Buffer, metadata: ListMetadata, begin: number, end: number) {
    this.#json = json;
    this.metadata = metadata;
    this.begin = begin;
    this.end = end;
  }

  static open(json: Buffer): PodListText | undefined {
    const begin = json.indexOf(ITEMS);
    const tail = json.toString('latin1', Math.max(0, json.length - TAIL_BYTES));
    const close = END_OF_LIST.exec(tail);
    if (begin === -1 || !close || !isAt(json, FIRST, begin + ITEMS.length)) return undefined;
    const { metadata } = JSON.parse(`${json.toString('utf8', 0, begin)}}`) as { metadata?: ListMetadata };
    const end = json.length - tail.length + close.index + 1;
    return metadata && new PodListText(json, metadata, begin + ITEMS.length, end);
  }

  /** Where the pod ends that begins here. */
  endOf(from: number): number {
    const next = this.#json.indexOf(NEXT, from);
    return next === -1 || next > this.end ? this.end : next + 1;
  }
}

/** Room for the end of a list and the line break after it. */
const TAIL_BYTES = 16;

/** `{"metadata":{…},"spec":{…},"status":{…}}`; throws where it does not look as it should. */
export function placesOf(json: Buffer, from: number, end: number): PodPlaces {
  const managed = json.indexOf(MANAGED, from);
  const hasManaged = managed !== -1 && managed < end;
  const spec = json.indexOf(SPEC, hasManaged ? managed : from);
  const status = json.lastIndexOf(STATUS, end);
  if (spec === -1 || status < spec) throw new Error('a pod has not the usual form');
  if (hasManaged) refuseFieldsBehind(json, managed, spec);
  return {
    metadata: [from + METADATA_BEGIN, hasManaged ? managed : spec - 1],
    spec: [spec + SPEC_BEGIN, status],
    status: [status + STATUS_BEGIN, end - 1],
  };
}

/** The API server writes managedFields last. Whatever else stood behind them would be lost. */
function refuseFieldsBehind(json: Buffer, managed: number, spec: number): void {
  const other = json.indexOf(FIELD_AFTER_LIST, managed);
  const isLast = isAt(json, END_OF_METADATA, spec - END_OF_METADATA.length);
  if (!isLast || (other !== -1 && other < spec))
    throw new Error('managedFields are not the last of metadata');
}

/**
 * Where metadata ends of which this is all but managedFields, and the spec follows; undefined where it does not look so.
 * No list stands inside of managedFields: so the first bracket that closes one and is followed by the spec closes them.
 */
export function endOfMetadata(json: Buffer, at: number): number | undefined {
  if (isAt(json, SPEC_AFTER_METADATA, at)) return at + 1;
  if (!isAt(json, MANAGED, at)) return undefined;
  const close = json.indexOf(CLOSE_LIST, at + MANAGED.length);
  return close !== -1 && isAt(json, SPEC_AFTER_LIST, close) ? close + 2 : undefined;
}

/** Where a pod ends whose spec and status end there; undefined where it does not look so. */
export function endOfPod(
  json: Buffer,
  specEnd: number,
  statusEnd: number,
  endOfList: number,
): number | undefined {
  if (!isAt(json, STATUS, specEnd) || json[statusEnd] !== CLOSE) return undefined;
  return statusEnd + 1 === endOfList || isAt(json, NEXT, statusEnd) ? statusEnd + 1 : undefined;
}

function isAt(json: Buffer, text: Buffer, at: number): boolean {
  for (let index = 0; index < text.length; index++) if (json[at + index] !== text[index]) return false;
  return true;
}
