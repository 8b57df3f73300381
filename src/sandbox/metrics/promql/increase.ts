import type { Point } from '../series-store.ts';

/** A gap at an end of the range up to so many usual gaps is filled; a longer one is taken for the end of the series. */
const GAP_FACTOR = 1.1;

/**
 * How much a counter grew within a range, as Prometheus computes it: resets are added, and the growth is extrapolated
 * to the ends of the range, but never to below zero at its beginning. Undefined for fewer than two points.
 */
export function increase(points: readonly Point[], from: number, to: number): number | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return undefined;
  const grown = last.value - first.value + resets(points);
  const sampled = (last.at - first.at) / 1_000;
  const usualGap = sampled / (points.length - 1);
  const gapMax = usualGap * GAP_FACTOR;
  const toEnd = (to - last.at) / 1_000;
  const toStart = beforeZero((first.at - from) / 1_000, sampled, first.value, grown);
  const covered =
    sampled + (toStart < gapMax ? toStart : usualGap / 2) + (toEnd < gapMax ? toEnd : usualGap / 2);
  return grown * (covered / sampled);
}

function beforeZero(toStart: number, sampled: number, first: number, grown: number): number {
  if (!(grown > 0) || !(first >= 0)) return toStart;
  return Math.min(toStart, sampled * (first / grown));
}

function resets(points: readonly Point[]): number {
  return points.reduce((sum, { value }, index) => {
    const before = points[index - 1]?.value ?? value;
    return value < before ? sum + before : sum;
  }, 0);
}
