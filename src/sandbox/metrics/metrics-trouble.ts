/**
 * What is wrong with the metrics, not with the pods. `down`: nobody answers. `stale`: pods are no longer scraped.
 * `lies`: NaN, two series where one was asked for, and nothing, by turns.
 */
export type Trouble = 'none' | 'down' | 'stale' | 'lies';

/** A scenario sets it; the servers look at it. */
export class MetricsTrouble {
  now: Trouble = 'none';
}
