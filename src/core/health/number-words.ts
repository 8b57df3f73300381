import type { Tally } from './evaluation.ts';
import { rateOf } from './evaluation.ts';

/** `0.31 %`: two digits that say something, and no more. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return '0 %';
  const digits = value >= 10 ? 0 : value >= 1 ? 1 : value >= 0.1 ? 2 : 3;
  return `${value.toFixed(digits)} %`;
}

/** `9.8 % (41 of 418 requests)`. */
export function tallyWords(tally: Tally): string {
  return `${percent(rateOf(tally))} (${grouped(tally.bad)} of ${grouped(tally.n)} requests)`;
}

/** `1,290`. */
function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `208 ms`, `1.4 s`. */
export function secondsWords(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1_000)} ms` : `${seconds.toFixed(1)} s`;
}
