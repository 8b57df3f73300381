import type { ListMetadata } from './parse-list.ts';

/** A pod's JSON in its parts: the text of each. */
export interface PodText {
  /** Without managedFields. */
  readonly metadata: string;
  readonly spec: string;
  readonly status: string;
}

const ITEMS = Buffer.from(',"items":[');
const FIRST = Buffer.from('{"metadata":{');
const NEXT = Buffer.from('},{"metadata":{');
const MANAGED = Buffer.from(',"managedFields":[');
const FIELD_AFTER_LIST = Buffer.from('],"');
const END_OF_METADATA = Buffer.from(']}');
const SPEC = Buffer.from(',"spec":{');
const STATUS = Buffer.from(',"status":{');
const END_OF_LIST = /\}\]\}\s*$/;

/**
 * A list of pods cut into the texts of its pods, where it looks as the API server writes it; else undefined. The places
 * are only looked for. Each text must still be parsed, and only if every one of them is JSON by itself, the list was cut
 * where its parts end.
 */
export class PodListText {
  readonly metadata: ListMetadata;
  readonly #json: Buffer;
  readonly #begin: number;
  /** Where the bracket stands that closes the items. */
  readonly #end: number;

  private constructor(json: Buffer, metadata: ListMetadata, begin: number, end: number) {
    this.#json = json;
    this.metadata = metadata;
    this.#begin = begin;
    this.#end = end;
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

  /** The pods one after another; throws where it does not look as it should. */
  *pods(): Iterable<PodText> {
    for (let from = this.#begin; from < this.#end;) {
      const next = this.#json.indexOf(NEXT, from);
      const end = next === -1 || next > this.#end ? this.#end : next + 1;
      yield splitPod(this.#json, from, end);
      from = end + 1;
    }
  }
}

/** Room for the end of a list and the line break after it. */
const TAIL_BYTES = 16;

/** `{"metadata":{…},"spec":{…},"status":{…}}`. */
function splitPod(json: Buffer, from: number, end: number): PodText {
  const managed = json.indexOf(MANAGED, from);
  const hasManaged = managed !== -1 && managed < end;
  const spec = json.indexOf(SPEC, hasManaged ? managed : from);
  const status = json.lastIndexOf(STATUS, end);
  if (spec === -1 || status < spec) throw new Error('a pod has not the usual form');
  if (hasManaged) refuseFieldsBehind(json, managed, spec);
  const metadata = json.toString('utf8', from + FIRST.length - 1, hasManaged ? managed : spec);
  return {
    metadata: hasManaged ? `${metadata}}` : metadata,
    spec: json.toString('utf8', spec + SPEC.length - 1, status),
    status: json.toString('utf8', status + STATUS.length - 1, end - 1),
  };
}

/** The API server writes managedFields last. Whatever else stood behind them would be lost. */
function refuseFieldsBehind(json: Buffer, managed: number, spec: number): void {
  const other = json.indexOf(FIELD_AFTER_LIST, managed);
  const isLast = isAt(json, END_OF_METADATA, spec - END_OF_METADATA.length);
  if (!isLast || (other !== -1 && other < spec))
    throw new Error('managedFields are not the last of metadata');
}

function isAt(json: Buffer, text: Buffer, at: number): boolean {
  return json.compare(text, 0, text.length, at, at + text.length) === 0;
}
