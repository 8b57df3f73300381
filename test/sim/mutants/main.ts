import type { Mutant } from './mutant.ts';
import type { MutantReport } from './mutant-worker.ts';
import { MUTANTS_HELP, parseMutantsOptions } from './mutants-options.ts';
import type { MutantsOptions } from './mutants-options.ts';
import { runMutant } from './run-mutant.ts';

/**
 * `npm run sim:mutants`. The last line on stdout is the count. Exit status: 0 all were killed, 1 one was not, 4 it could not be run.
 * `--measure N` plays N seeds of each and says which of them kill it, for the seeds that stand with a mutant.
 */
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'string') {
    console.error(options);
    return 4;
  }
  if (options.help) {
    console.log(MUTANTS_HELP);
    return 0;
  }
  const { chosen, workers } = options;
  const waiting = [...chosen];
  let killed = 0;
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift())
      if (await hunt(mutant, options)) killed += 1;
  };
  await Promise.all(Array.from({ length: workers }, work));
  console.log(`${chosen.length} mutants, ${chosen.length - killed} survived`);
  return killed === chosen.length ? 0 : 1;
}

/** Whether it was killed; says so. */
async function hunt(mutant: Mutant, { start, measure }: MutantsOptions): Promise<boolean> {
  const begun = performance.now();
  const fresh = Array.from({ length: measure ?? mutant.budget }, (_, index) => start + index);
  const report = await runMutant({
    mutant,
    seeds: measure === undefined ? [...(mutant.seeds ?? []), ...fresh] : fresh,
    playAll: measure !== undefined,
  });
  const isKilled = report.kind === 'hunted' && report.kills.length > 0;
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  const word = isKilled ? 'killed  ' : 'SURVIVED';
  console.log(`${word}  ${mutant.name}: ${sentence(mutant, report)}, ${seconds} s`);
  return isKilled;
}

/** What was asked for, or a sentence for the person who typed it. */
function readOptions(argv: readonly string[]): MutantsOptions | string {
  try {
    return parseMutantsOptions(argv);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `${why.split('\n')[0] ?? ''}. See npm run sim:mutants -- --help.`;
  }
}

function sentence({ killedBy, heat }: Mutant, report: MutantReport): string {
  if (report.kind === 'unfit') return report.why;
  const { tried, kills, others } = report;
  const [first] = kills;
  const elsewhere = others.map(({ seed, invariant }) => `${invariant} at seed ${seed}`).join(', ');
  if (!first) {
    const found = elsewhere === '' ? '' : `, but ${elsewhere}`;
    return `${tried} ${heat} seeds do not break ${killedBy.join(' or ')}${found}`;
  }
  if (kills.length === 1)
    return `${first.invariant} at seed ${first.seed} (${tried} played): ${first.detail.slice(0, 160)}`;
  const which = kills.map(({ seed, invariant }) => `${seed} ${invariant}`).join(', ');
  return `${kills.length} of ${tried}: ${which}${elsewhere === '' ? '' : `; and ${elsewhere}`}`;
}
