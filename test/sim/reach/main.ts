import { excused, writeRare } from './excused.ts';
import { isRare } from './judge-reach.ts';
import { allMeasured } from './measurements.ts';
import { PAIRS, REASONS, STATES } from './what-can-be.ts';

/**
 * `npm run sim:reach` writes rare.json from all that mixed runs of `npm run sim` have reached on this checkout. What is in
 * none of many seeds is named: it belongs into never.ts with a reason, or the world should bring it about.
 */
const { seeds, states, reasons, pairs } = allMeasured();
const { never } = excused();
const counts = { ...states, ...reasons, ...pairs };
const rare = [...STATES, ...REASONS, ...PAIRS].filter(
  (name) => !(name in never) && isRare(counts[name] ?? 0, seeds),
);
const of = seeds.toLocaleString('en-US');
writeRare(Object.fromEntries(rare.map((name) => [name, `rare: ${counts[name] ?? 0} of ${of} seeds`])));
for (const name of rare) if (!counts[name]) console.log(`never reached: ${name}`);
for (const [name, why] of Object.entries(never))
  if (counts[name]) console.log(`reached ${counts[name]} times, although ${why}: ${name}`);
console.log(`${rare.length} are rare in ${seeds} seeds`);
