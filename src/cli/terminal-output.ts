import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import type { Ink } from '../core/preflight/render-report.ts';
import type { Output } from './output.ts';

/** The streams of a process: a terminal, or whatever they were led to. */
export interface Streams {
  readonly stdout: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean };
  readonly stderr: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
}

const COLUMNS_USUAL = 80;

/** Takes the current line of a terminal away. */
const CLEAR = '\r\u001B[K';

/** Output to the streams of a process; colours and passing lines only where a terminal shows them. */
export function terminalOutput({ stdout, stderr, env }: Streams): Output {
  const colours = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return {
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    ...(stderr.isTTY === true
      ? {
          status: (text: string) =>
            void stderr.write(CLEAR + text.slice(0, (stderr.columns ?? COLUMNS_USUAL) - 1)),
        }
      : {}),
    ...(colours
      ? { paint: (ink: Ink, text: string) => styleText(STYLES[ink], text, { validateStream: false }) }
      : {}),
  };
}

const STYLES: Readonly<Record<Ink, Parameters<typeof styleText>[0]>> = {
  blocker: ['bold', 'red'],
  unknown: ['bold', 'magenta'],
  warning: ['bold', 'yellow'],
  info: ['bold', 'blue'],
  strong: ['bold'],
  faint: ['dim'],
};
