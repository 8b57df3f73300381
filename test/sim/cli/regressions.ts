import { readFileSync } from 'node:fs';
import type { Heat } from '../kernel/regime.ts';

export interface Regression {
  readonly seed: number;
  readonly heat: Heat;
  /** The invariant that broke. */
  readonly invariant: string;
  /** What was wrong, in a sentence. */
  readonly what: string;
}

/** Seeds that once broke something. */
export function regressions(): readonly Regression[] {
  return JSON.parse(readFileSync(new URL('../regressions.json', import.meta.url), 'utf8')) as Regression[];
}
