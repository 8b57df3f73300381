import type { PatchPolicy } from '../plan/patch-policy.ts';

/** All durations of one health window, ms of product time. */
export interface GateTiming {
  readonly windowMs: number;
  /** Between two evaluations. */
  readonly everyMs: number;
  /** What one evaluation looks back on. */
  readonly rateMs: number;
  /** How long a pod on a patched node must have been ready before it is judged: caches and compilers warm up. */
  readonly warmUpMs: number;
  /** How much longer than its window a window may be kept open. */
  readonly extensionMs: number;
  /** After an error of the source. */
  readonly retryMs: number;
  /** How far the baseline goes back from the claim. */
  readonly baselineMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Evaluations in a window, at the least. */
const EVALUATIONS_MIN = 10;

/** Scrapes in a window, and in what one evaluation looks back on, at the least: a rate needs points. */
const SCRAPES_A_WINDOW = 10;
const SCRAPES_A_RATE = 4;
const SCRAPES_A_WARM_UP = 2;

/**
 * The durations of health-gate.md 4.2 for windows of 5 minutes and more; shorter windows have shorter ones in the same
 * proportion. `scrapeMs`: how often the source looks at the pods; undefined: there is no source.
 */
export function gateTiming(
  policy: Pick<PatchPolicy, 'windowMs' | 'canaryWindowMs' | 'extensionMs'>,
  canary: boolean,
  scrapeMs: number | undefined,
): GateTiming {
  const asked = canary ? policy.canaryWindowMs : policy.windowMs;
  const scrape = scrapeMs ?? 0;
  const windowMs = Math.max(asked, SCRAPES_A_WINDOW * scrape);
  return {
    windowMs,
    everyMs: Math.min(30 * SECOND, windowMs / EVALUATIONS_MIN),
    rateMs: Math.max(Math.min(2 * MINUTE, 0.4 * windowMs), SCRAPES_A_RATE * scrape),
    warmUpMs: Math.max(Math.min(MINUTE, 0.2 * windowMs), SCRAPES_A_WARM_UP * scrape),
    extensionMs: policy.extensionMs,
    retryMs: Math.min(10 * SECOND, windowMs / EVALUATIONS_MIN),
    baselineMs: Math.min(30 * MINUTE, 6 * windowMs),
  };
}
