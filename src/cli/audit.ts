import { verifyAudit } from '../compose/verify-audit.ts';
import { CannotRun, EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

/** `drover audit verify FILE`. */
export async function auditVerify(
  file: string,
  anchor: string | undefined,
  output: Output,
): Promise<ExitCode> {
  const verdict = await verifyAudit(file, anchor === undefined ? undefined : parseAnchor(anchor)).catch(
    (error: unknown) => {
      throw new CannotRun(
        `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    },
  );
  if (!verdict.ok) {
    output.out(`${file}: line ${verdict.line} is bad: ${verdict.problem}`);
    return EXIT.bad;
  }
  output.out(
    `${file}: ${verdict.lines} lines, all in order; the last is ${verdict.head.seq}:${verdict.head.hash}`,
  );
  return EXIT.ok;
}

function parseAnchor(text: string): { readonly seq: number; readonly hash: string } {
  const [, seq, hash] = /^(\d+):(sha256:[0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new CannotRun(`"${text}" is no anchor; an anchor looks like 812:sha256:… with 64 digits`);
  return { seq: Number(seq), hash };
}
