const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const DECIMAL_SUFFIX = new Map(Object.entries(DECIMAL).map(([suffix, exponent]) => [exponent, suffix]));
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+|n|u|m|k|M|G|T|P|E)?$/;

/** Amounts are kept in billionths: nothing finer survives in the API. */
const NANO = 1_000_000_000n;

/** What the server says of a text that is no quantity. */
export const QUANTITY_PROBLEM =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

type Format = 'binary' | 'decimal' | 'exponent';

interface Quantity {
  readonly nano: bigint;
  readonly format: Format;
}

/** The canonical text of a quantity (`1024Mi` is `1Gi`, `0.1` is `100m`), or undefined for what is none. */
export function canonicalQuantity(text: string): string | undefined {
  const quantity = parse(text);
  return quantity && render(quantity);
}

/** The amount as a number, for sums and comparisons (cpu cores, bytes, pieces); undefined for what is none. */
export function quantityValue(text: string): number | undefined {
  const quantity = parse(text);
  return quantity && Number(quantity.nano) / 1e9;
}

/** A quantity of a resource list: nothing finer than a thousandth is stored, it is rounded up. */
export function roundedToMilli(text: string): string | undefined {
  const quantity = parse(text);
  if (!quantity) return undefined;
  const step = NANO / 1000n;
  const over = quantity.nano % step;
  if (over === 0n) return render(quantity);
  return render({ ...quantity, nano: quantity.nano - over + (quantity.nano > 0n ? step : 0n) });
}

/** Adds quantities as text, in the format of the first. */
export function addQuantities(first: string, second: string): string {
  const left = parse(first);
  const right = parse(second);
  if (!left || !right) return first;
  const format = left.nano === 0n ? right.format : left.format;
  return render({ nano: left.nano + right.nano, format });
}

function parse(text: string): Quantity | undefined {
  const found = FORM.exec(text.trim());
  if (!found) return undefined;
  const [, sign = '', whole = '', fraction = '', suffix = ''] = found;
  if (!whole && !fraction) return undefined;
  const digits = BigInt(whole + fraction || '0') * (sign === '-' ? -1n : 1n);
  const scale = suffixScale(suffix);
  let nano = digits * scale.factor * NANO;
  const exponent = scale.exponent - fraction.length;
  if (exponent >= 0) nano *= 10n ** BigInt(exponent);
  else nano = dividedUp(nano, 10n ** BigInt(-exponent));
  return { nano, format: scale.format };
}

function suffixScale(suffix: string): { factor: bigint; exponent: number; format: Format } {
  const binary = BINARY.indexOf(suffix);
  if (binary > 0) return { factor: 1024n ** BigInt(binary), exponent: 0, format: 'binary' };
  const decimal = DECIMAL[suffix];
  if (decimal !== undefined) return { factor: 1n, exponent: decimal, format: 'decimal' };
  return { factor: 1n, exponent: Number(suffix.slice(1)), format: 'exponent' };
}

function dividedUp(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  if (value % by === 0n) return quotient;
  return value > 0n ? quotient + 1n : quotient - 1n;
}

function render({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  const isWhole = nano % NANO === 0n;
  const whole = nano / NANO;
  const size = whole < 0n ? -whole : whole;
  // Small or fractional binary amounts are written as decimals.
  if (format === 'binary' && isWhole && size >= 1024n) return renderBinary(whole);
  return renderDecimal(nano, format === 'exponent');
}

function renderBinary(whole: bigint): string {
  let rest = whole;
  let step = 0;
  while (rest % 1024n === 0n && step < BINARY.length - 1) {
    rest /= 1024n;
    step += 1;
  }
  return `${rest}${BINARY[step] ?? ''}`;
}

function renderDecimal(nano: bigint, asExponent: boolean): string {
  let rest = nano;
  let exponent = -9;
  while (rest % 1000n === 0n && exponent < 18) {
    rest /= 1000n;
    exponent += 3;
  }
  if (asExponent) return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
  return `${rest}${DECIMAL_SUFFIX.get(exponent) ?? ''}`;
}
