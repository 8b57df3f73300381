import { createReadStream } from 'node:fs';
import { checkAuditLine, GENESIS } from './audit-line.ts';
import type { AuditHead } from './audit-line.ts';

/** `line` counts from 1. `ok: false` names the first bad line and what is wrong with it. */
export type AuditVerdict =
  | { readonly ok: true; readonly lines: number; readonly head: AuditHead }
  | { readonly ok: false; readonly line: number; readonly problem: string };

const NEWLINE = 0x0a;

/** A longer line is no line of ours. */
const LINE_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Reads a whole audit file and checks its chain. Without an anchor a file that was cut at a line's end looks whole:
 * an anchor (the head as it was noted elsewhere) shows that too.
 */
export async function verifyAuditFile(
  path: string,
  options: { readonly anchor?: AuditHead } = {},
): Promise<AuditVerdict> {
  const { anchor } = options;
  let head = GENESIS;
  let lines = 0;
  for await (const { text, ended } of linesOf(path)) {
    lines += 1;
    const verdict = ended ? checkAuditLine(text, head) : torn();
    if (!verdict.ok) return { ok: false, line: lines, problem: verdict.problem };
    head = verdict.head;
    if (anchor && head.seq === anchor.seq && head.hash !== anchor.hash)
      return {
        ok: false,
        line: lines,
        problem: 'it is not the line that was anchored: the chain was written anew',
      };
  }
  if (anchor && head.seq < anchor.seq) return cut(lines, head, anchor);
  return { ok: true, lines, head };
}

function torn(): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem: 'it has no end: the file was cut, or its writer died in the middle of it' };
}

function cut(lines: number, head: AuditHead, anchor: AuditHead): AuditVerdict {
  const problem = `the file ends at number ${head.seq}, but number ${anchor.seq} was anchored: its end was cut off`;
  return { ok: false, line: lines + 1, problem };
}

/** The lines of a file, the last one perhaps without its end. */
async function* linesOf(path: string): AsyncGenerator<{ text: string; ended: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      yield { text: decode(bytes.subarray(start, end)), ended: true };
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > LINE_BYTES_MAX) break;
  }
  if (rest.length > 0) yield { text: decode(rest), ended: false };
}

/** Bytes that are no UTF-8 must not become text that might pass: such a line is answered as empty. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return '';
  }
}
