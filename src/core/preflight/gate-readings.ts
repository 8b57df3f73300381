import type { ReadingName } from '../fleet/fleet-snapshot.ts';
import { CATALOGUE } from './catalogue.ts';

/** What the checks read that are run again before each node. */
export const GATE_READINGS: ReadonlySet<ReadingName> = new Set(
  CATALOGUE.filter(({ gate }) => gate).flatMap(({ needs, uses = [] }) => [...needs, ...uses]),
);
