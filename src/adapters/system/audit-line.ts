import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { AuditEntry } from '../../ports/audit-log.ts';

/** The end of a chain so far: what the next line must follow. Also the anchor that shows a truncation. */
export interface AuditHead {
  readonly seq: number;
  /** `sha256:` and 64 hex digits. */
  readonly hash: string;
}

/** Before the first line. */
export const GENESIS: AuditHead = { seq: 0, hash: `sha256:${'0'.repeat(64)}` };

const SCHEMA = 1;

export interface AuditTimes {
  /** Real time, epoch ms. */
  readonly real: number;
  readonly monotonic: number;
}

/** An entry as the line that follows `head`, canonical (RFC 8785), without the line break. */
export function makeAuditLine(
  entry: AuditEntry,
  head: AuditHead,
  times: AuditTimes,
): { readonly line: string; readonly head: AuditHead } {
  const seq = head.seq + 1;
  const body = {
    ...entry,
    v: SCHEMA,
    seq,
    ts: new Date(times.real).toISOString(),
    mono: Math.round(times.monotonic),
    prev: head.hash,
  };
  const hash = digestOf(body);
  return { line: canonicalJson({ ...body, hash }), head: { seq, hash } };
}

export type LineVerdict =
  | { readonly ok: true; readonly head: AuditHead }
  | { readonly ok: false; readonly problem: string };

/** Whether this text is the line that follows `previous`; undefined as previous takes the line's own word for its place. */
export function checkAuditLine(text: string, previous: AuditHead | undefined): LineVerdict {
  const parsed = parseLine(text);
  if (!parsed) return bad('it is no line of an audit log');
  const { seq, prev, hash, ...rest } = parsed;
  if (typeof seq !== 'number' || typeof prev !== 'string' || typeof hash !== 'string')
    return bad('it has no place in the chain');
  if (canonicalJson(parsed) !== text) return bad('it was edited: its text is not canonical');
  if (digestOf({ ...rest, seq, prev }) !== hash)
    return bad('it was edited: its hash is not that of its content');
  if (previous && seq !== previous.seq + 1)
    return bad(`it has number ${seq} and ${previous.seq + 1} must stand here: lines are missing or moved`);
  if (previous && prev !== previous.hash) return bad('it does not follow the line before it');
  return { ok: true, head: { seq, hash } };
}

function parseLine(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(body: object): string {
  return `sha256:${createHash('sha256').update(canonicalJson(body), 'utf8').digest('hex')}`;
}

function bad(problem: string): LineVerdict {
  return { ok: false, problem };
}
