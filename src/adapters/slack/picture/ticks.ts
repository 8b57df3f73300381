/** Lines across a chart at the most, beside the one at zero. */
const TICKS_MAX = 5;

/** From 0 up to `highest` or a little more, in steps that people count in: 1, 2 or 5 times a power of ten. */
export function ticksUpTo(highest: number): readonly number[] {
  const top = Number.isFinite(highest) && highest > 0 ? highest : 1;
  const power = 10 ** Math.floor(Math.log10(top / TICKS_MAX));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => top / one <= TICKS_MAX) ?? top;
  const count = Math.ceil(top / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}
