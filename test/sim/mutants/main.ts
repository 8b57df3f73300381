import { parseArgs } from 'node:util';
import type { Mutant } from './mutant.ts';
import type { MutantReport } from './mutant-worker.ts';
import { MUTANTS } from './mutants.ts';
import { runMutant } from './run-mutant.ts';
import { UNPROVEN } from './unproven.ts';

/**
 * `npm run sim:mutants`. The last line on stdout is the count. Exit status: 0 all were killed, 1 one was not.
 * `--measure N` plays N seeds of each and says which of them kill it, for the seeds that stand with a mutant.
 */
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      unproven: { type: 'boolean', default: false },
      start: { type: 'string', default: '1' },
      measure: { type: 'string' },
      workers: { type: 'string', default: '2' },
    },
    strict: true,
  });
  const names = values.only?.split(',');
  const chosen = (values.unproven ? UNPROVEN : MUTANTS).filter(
    ({ name }) => names === undefined || names.some((part) => name.includes(part)),
  );
  const measured = values.measure === undefined ? undefined : Number(values.measure);
  const waiting = [...chosen];
  let killed = 0;
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const begun = performance.now();
      const fresh = Array.from(
        { length: measured ?? mutant.budget },
        (_, index) => Number(values.start) + index,
      );
      const report = await runMutant({
        mutant,
        seeds: measured === undefined ? [...(mutant.seeds ?? []), ...fresh] : fresh,
        playAll: measured !== undefined,
      });
      const isKilled = report.kind === 'hunted' && report.kills.length > 0;
      if (isKilled) killed += 1;
      const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
      console.log(
        `${isKilled ? 'killed  ' : 'SURVIVED'}  ${mutant.name}: ${sentence(mutant, report)}, ${seconds} s`,
      );
    }
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
  console.log(`${chosen.length} mutants, ${chosen.length - killed} survived`);
  return killed === chosen.length && chosen.length > 0 ? 0 : 1;
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
