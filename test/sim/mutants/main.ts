import { parseArgs } from 'node:util';
import type { Mutant } from './mutant.ts';
import type { MutantReport } from './mutant-worker.ts';
import { MUTANTS } from './mutants.ts';
import { runMutant } from './run-mutant.ts';
import { UNPROVEN } from './unproven.ts';

/** `npm run sim:mutants`. The last line on stdout is the count. Exit status: 0 all were killed, 1 one was not. */
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      sample: { type: 'boolean', default: false },
      unproven: { type: 'boolean', default: false },
      start: { type: 'string', default: '1' },
      budget: { type: 'string' },
      workers: { type: 'string', default: '2' },
    },
    strict: true,
  });
  const chosen = (values.unproven ? UNPROVEN : MUTANTS).filter(
    ({ name, sample }) =>
      (values.only === undefined || name.includes(values.only)) && (!values.sample || sample === true),
  );
  const waiting = [...chosen];
  let killed = 0;
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const budget = Math.min(mutant.budget, Number(values.budget ?? mutant.budget));
      const fresh = Array.from({ length: budget }, (_, index) => Number(values.start) + index);
      const seeds = mutant.seed === undefined ? fresh : [mutant.seed, ...fresh];
      const report = await runMutant(mutant, seeds);
      const isKilled = report.kind === 'broken' && mutant.killedBy.includes(report.invariant);
      if (isKilled) killed += 1;
      console.log(`${isKilled ? 'killed  ' : 'SURVIVED'}  ${mutant.name}: ${sentence(mutant, report)}`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
  console.log(`${chosen.length} mutants, ${chosen.length - killed} survived`);
  return killed === chosen.length && chosen.length > 0 ? 0 : 1;
}

function sentence(mutant: Mutant, report: MutantReport): string {
  switch (report.kind) {
    case 'broken':
      return `${report.invariant} at seed ${report.seed} (${report.tried} played): ${report.detail.slice(0, 160)}`;
    case 'survived':
      return `${report.tried} ${mutant.heat} seeds break nothing; expected ${mutant.killedBy.join(' or ')}`;
    case 'unfit':
      return report.why;
  }
}
