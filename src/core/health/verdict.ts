/** The gate's verdicts, the worst first. */
export type Verdict = 'HALT' | 'PAUSE' | 'EXTEND' | 'UNKNOWN' | 'PASS';

const ORDER: readonly Verdict[] = ['HALT', 'PAUSE', 'EXTEND', 'UNKNOWN', 'PASS'];

export function worst(verdicts: readonly Verdict[]): Verdict {
  return ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'PASS';
}
