const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const FORM = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/**
 * A Kubernetes quantity in thousandths of its unit (millicores, millibytes), so that the small fractions that
 * occur are whole numbers. Throws on text that is no quantity: the API server lets none in.
 */
export function milliOf(quantity: string | number | undefined): number {
  if (quantity === undefined) return 0;
  if (typeof quantity === 'number') return Math.round(quantity * 1000);
  const parts = FORM.exec(quantity.trim());
  if (!parts) throw new Error(`not a quantity: ${quantity}`);
  const [, number = '0', exponent = '', suffix = ''] = parts;
  const factor = SUFFIXES[suffix] ?? 1;
  // Thousandths first: 0.1 * 1000 is exact where 0.1 * 1024 * 1000 may not be.
  return Math.round(Number(number + exponent) * 1000 * factor);
}

/** Whole units, rounded up, as the scheduler counts everything but cpu. */
export function unitsOf(quantity: string | number | undefined): number {
  return Math.ceil(milliOf(quantity) / 1000);
}
