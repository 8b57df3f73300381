import { readdirSync, readFileSync } from 'node:fs';
import type { PlacementCase } from '../../../src/core/placement/placement-case.ts';

/** A case that the real kube-scheduler decided. */
export interface RecordedCase extends PlacementCase {
  readonly id: string;
  readonly theme: string;
  readonly verdict: { readonly feasible: readonly string[] };
}

const FOLDER = new URL('../../recordings/scheduler/', import.meta.url);

export function readRecordedCases(): RecordedCase[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(new URL(file, FOLDER), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as RecordedCase);
}
