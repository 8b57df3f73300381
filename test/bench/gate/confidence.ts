import { binomialTail } from '../../../src/core/health/binomial-tail.ts';

/** The exact interval of Clopper and Pearson at 95 % for `k` of `n`. */
export function interval(k: number, n: number): readonly [low: number, high: number] {
  const low = k === 0 ? 0 : solve((p) => binomialTail(k, n, p) - 0.025);
  const high = k === n ? 1 : solve((p) => 0.025 - (1 - binomialTail(k + 1, n, p)));
  return [low, high];
}

/** The root of a rising function in (0, 1), by halving. */
function solve(rising: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 100; turn++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
