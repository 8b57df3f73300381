import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Measured } from './predict-and-play.ts';

export interface Case {
  readonly scenario: string;
  readonly bootSeconds: number;
  readonly seed: number;
}

export type Run = Case &
  (
    | { readonly measured: Measured; readonly failed?: never }
    | { readonly measured?: never; readonly failed: string }
  );

/** One run a line, as JSON. A line that was cut off when the bench was interrupted counts as not there. */
export function readRuns(file: string): readonly Run[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Run];
      } catch {
        return [];
      }
    });
}

export function addRun(file: string, run: Run): void {
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}
