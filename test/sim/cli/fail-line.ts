import type { Failed } from './tally.ts';

/** Everything that is needed to see it again, in one line. */
export function failLine({ seed, heat, broken }: Failed, hash: string | undefined): string {
  const at = broken.at.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const replay = `npm run sim -- --seed ${seed} --${heat} --trace`;
  return `SIM FAIL seed=${seed} commit=${hash?.slice(0, 7) ?? 'none'} inv=${broken.invariant} t=${at} s: ${broken.detail} -> ${replay}`;
}
