/**
 * An amount as Kubernetes writes it (`100m`, `1.5Gi`, `1e3`), kept exactly: whole units, and billionths of a unit on
 * top (0 to 999,999,999). Sums must be exact, because the scheduler rounds a pod's sum and not its parts.
 */
export interface Quantity {
  readonly whole: number;
  readonly nano: number;
}

const NANO = 1_000_000_000;
const MILLI_IN_NANO = 1_000_000;
const NANO_DIGITS = 9;
/** Larger amounts could lose a unit when sixteen of them are added. */
const WHOLE_MAX = BigInt(Number.MAX_SAFE_INTEGER) / 16n;

export const ZERO: Quantity = { whole: 0, nano: 0 };

const SUFFIXES: Readonly<Record<string, readonly [base: bigint, exponent: number]>> = {
  n: [10n, -9],
  u: [10n, -6],
  m: [10n, -3],
  '': [10n, 0],
  k: [10n, 3],
  M: [10n, 6],
  G: [10n, 9],
  T: [10n, 12],
  P: [10n, 15],
  E: [10n, 18],
  Ki: [1024n, 1],
  Mi: [1024n, 2],
  Gi: [1024n, 3],
  Ti: [1024n, 4],
  Pi: [1024n, 5],
  Ei: [1024n, 6],
};

const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)$/;

/** Undefined for text that is no quantity, is negative, or is too large to be added exactly. */
export function parseQuantity(text: string | number): Quantity | undefined {
  const [, sign, integer = '', fraction = '', exponent, suffix = ''] = FORM.exec(String(text)) ?? [];
  if (sign === undefined || integer + fraction === '' || sign === '-') return undefined;
  const [base, power] = exponent ? [10n, Number(exponent.slice(1))] : (SUFFIXES[suffix] ?? [10n, 0]);
  return toQuantity(BigInt(integer + fraction), base, power, fraction.length);
}

export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const nano = a.nano + b.nano;
  return nano >= NANO
    ? { whole: a.whole + b.whole + 1, nano: nano - NANO }
    : { whole: a.whole + b.whole, nano };
}

export function maxQuantity(a: Quantity, b: Quantity): Quantity {
  return a.whole > b.whole || (a.whole === b.whole && a.nano >= b.nano) ? a : b;
}

/** In whole units, rounded up. */
export function unitsOf({ whole, nano }: Quantity): number {
  return nano > 0 ? whole + 1 : whole;
}

/** In thousandths, rounded up: how cpu is counted. */
export function millisOf({ whole, nano }: Quantity): number {
  return whole * 1000 + Math.ceil(nano / MILLI_IN_NANO);
}

function toQuantity(
  digits: bigint,
  base: bigint,
  power: number,
  fractionDigits: number,
): Quantity | undefined {
  const scaled = scale(digits, base, power);
  const divisor = 10n ** BigInt(fractionDigits) * scaled.divisor;
  const nanos = ceilDivide(scaled.value * 10n ** BigInt(NANO_DIGITS), divisor);
  const whole = nanos / BigInt(NANO);
  if (whole > WHOLE_MAX) return undefined;
  return { whole: Number(whole), nano: Number(nanos % BigInt(NANO)) };
}

function scale(value: bigint, base: bigint, power: number): { value: bigint; divisor: bigint } {
  return power < 0
    ? { value, divisor: base ** BigInt(-power) }
    : { value: value * base ** BigInt(power), divisor: 1n };
}

function ceilDivide(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}
