import type { Fields } from './fields.ts';
import { structOf, targetOf, type ScalarKind, type SchemaField, type TypeExpression } from './schema.ts';

/** Typed clients send their objects in protobuf: four bytes, then an envelope with kind and content. */
const MAGIC = Buffer.from('k8s\0', 'latin1');

/** Bytes that are no object of the API. */
export class ProtobufProblem extends Error {}

interface Chunk {
  readonly number: number;
  /** A number for varints, bytes for everything else. */
  readonly value: bigint | Uint8Array;
}

/** Kind, version and the content, still undecoded: which type it is, only the caller knows. */
export interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Uint8Array;
}

export function readEnvelope(bytes: Uint8Array): Envelope {
  if (!Buffer.from(bytes.subarray(0, MAGIC.length)).equals(MAGIC))
    throw new ProtobufProblem(
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    );
  const chunks = readChunks(bytes.subarray(MAGIC.length));
  const meta = readChunks(bytesOf(chunks, 1));
  return { apiVersion: textOf(meta, 1), kind: textOf(meta, 2), raw: bytesOf(chunks, 2) };
}

/** The content of an envelope as the JSON that would say the same. */
export function readMessage(typeKey: string, bytes: Uint8Array): Fields {
  const type = structOf(typeKey);
  if (!type) throw new ProtobufProblem(`no type ${typeKey}`);
  const chunks = readChunks(bytes);
  const message: Fields = {};
  for (const field of type.fields) {
    if (field.wire === '') continue;
    const values = chunksOf(chunks, field.wire);
    const value = readField(field, values);
    if (value !== undefined) message[field.name] = value;
  }
  return message;
}

function chunksOf(chunks: readonly Chunk[], path: string): (bigint | Uint8Array)[] {
  const [first = '', ...rest] = path.split('.');
  const found = chunks.filter(({ number }) => number === Number(first)).map(({ value }) => value);
  if (rest.length === 0) return found;
  return found.flatMap((value) =>
    typeof value === 'bigint' ? [] : chunksOf(readChunks(value), rest.join('.')),
  );
}

function readField(field: SchemaField, values: readonly (bigint | Uint8Array)[]): unknown {
  if (values.length === 0) return undefined;
  const type = targetOf(field.type);
  if (type.is === 'list') return values.map((value) => readValue(type.of, value));
  if (type.is === 'map') {
    const entries = values.map((value) => (typeof value === 'bigint' ? [] : readChunks(value)));
    return Object.fromEntries(
      entries.map((entry) => [
        textOf(entry, 1),
        readValue(type.of, entry.find(({ number }) => number === 2)?.value),
      ]),
    );
  }
  return readValue(type, values.at(-1));
}

function readValue(expression: TypeExpression, value: bigint | Uint8Array | undefined): unknown {
  const type = targetOf(expression);
  const bytes = typeof value === 'bigint' || value === undefined ? EMPTY : value;
  if (type.is === 'struct') return readMessage(type.key, bytes);
  // A named list is a message with its items in it.
  if (type.is === 'list') return chunksOf(readChunks(bytes), '1').map((one) => readValue(type.of, one));
  return type.is === 'scalar' ? readScalar(type.kind, value) : undefined;
}

const EMPTY = new Uint8Array();

function readScalar(kind: ScalarKind, value: bigint | Uint8Array | undefined): unknown {
  const bytes = typeof value === 'bigint' || value === undefined ? EMPTY : value;
  const number = typeof value === 'bigint' ? value : 0n;
  switch (kind) {
    case 'string':
      return Buffer.from(bytes).toString('utf8');
    case 'bool':
      return number !== 0n;
    case 'int32':
    case 'int64':
      return Number(BigInt.asIntN(64, number));
    case 'float64':
      return bytes.byteLength === 8 ? Buffer.from(bytes).readDoubleLE() : 0;
    case 'bytes':
      return Buffer.from(bytes).toString('base64');
    case 'quantity':
      return textOf(readChunks(bytes), 1) || '0';
    case 'time':
    case 'microTime':
      return readTime(readChunks(bytes), kind);
    case 'intOrString':
      return readIntOrString(readChunks(bytes));
    case 'duration':
      return `${Number(numberOf(readChunks(bytes), 1)) / 1e9}s`;
    case 'raw': {
      const text = Buffer.from(bytesOf(readChunks(bytes), 1)).toString('utf8');
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    }
  }
}

function readTime(chunks: readonly Chunk[], kind: 'time' | 'microTime'): string | undefined {
  if (chunks.length === 0) return undefined;
  const seconds = Number(BigInt.asIntN(64, numberOf(chunks, 1)));
  const nanos = Number(numberOf(chunks, 2));
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = String(Math.floor(nanos / 1000)).padStart(6, '0');
  return kind === 'time' ? `${whole}Z` : `${whole}.${fraction}Z`;
}

function readIntOrString(chunks: readonly Chunk[]): number | string {
  const isText = numberOf(chunks, 1) === 1n;
  return isText ? textOf(chunks, 3) : Number(BigInt.asIntN(64, numberOf(chunks, 2)));
}

function bytesOf(chunks: readonly Chunk[], number: number): Uint8Array {
  const value = chunks.find((chunk) => chunk.number === number)?.value;
  return typeof value === 'bigint' || value === undefined ? EMPTY : value;
}

function textOf(chunks: readonly Chunk[], number: number): string {
  return Buffer.from(bytesOf(chunks, number)).toString('utf8');
}

function numberOf(chunks: readonly Chunk[], number: number): bigint {
  const value = chunks.find((chunk) => chunk.number === number)?.value;
  return typeof value === 'bigint' ? value : 0n;
}

function readChunks(bytes: Uint8Array): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new ProtobufProblem('unexpected EOF');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.byteLength) {
    const tag = Number(varint());
    const number = tag >> 3;
    if ((tag & 7) === 0) {
      chunks.push({ number, value: varint() });
      continue;
    }
    const length = lengthOf(tag & 7, varint);
    chunks.push({ number, value: bytes.subarray(at, at + length) });
    at += length;
  }
  return chunks;
}

/** Wire types: 2 says its length, 1 and 5 have eight and four bytes. */
function lengthOf(wireType: number, varint: () => bigint): number {
  if (wireType === 2) return Number(varint());
  if (wireType === 1) return 8;
  if (wireType === 5) return 4;
  throw new ProtobufProblem(`illegal wireType ${wireType}`);
}
