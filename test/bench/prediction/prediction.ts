import { parseArgs } from 'node:util';
import { SCENARIOS } from '../../../src/sandbox/scenarios/catalogue.ts';
import { predictAndPlay } from './predict-and-play.ts';
import { withBootTime, type BootTime } from './with-boot-time.ts';

/**
 * `npm run bench:prediction`: how long a run takes, as drover wrote it down before the start, beside how long the
 * sandbox's run took. Boot times differ and are told to nobody. Fails where the two are further apart than allowed.
 */
const { values } = parseArgs({
  options: {
    scenario: { type: 'string', multiple: true },
    seeds: { type: 'string', default: '3' },
    boots: { type: 'string', default: '3' },
    speed: { type: 'string', default: '20' },
    verbose: { type: 'boolean', default: false },
  },
});

const ERROR_MAX = 0.15;

const BOOTS: readonly BootTime[] = [
  { joinMs: 25_000, readyMs: 12_000 },
  { joinMs: 90_000, readyMs: 30_000 },
  { joinMs: 10_000, readyMs: 5_000 },
];

const chosen = SCENARIOS.filter(
  ({ name, expected }) =>
    expected.outcome === 'succeeded' && (values.scenario === undefined || values.scenario.includes(name)),
);
let beyond = 0;
let played = 0;
for (const scenario of chosen) {
  for (const boot of BOOTS.slice(0, Number(values.boots))) {
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      played++;
      if (!(await isNear(scenario, boot, seed))) beyond++;
    }
  }
}
console.log(`${played} runs played; ${beyond} further off than ${ERROR_MAX * 100} %`);
process.exitCode = played > 0 && beyond === 0 ? 0 : 1;

async function isNear(scenario: (typeof chosen)[number], boot: BootTime, seed: number): Promise<boolean> {
  const label = `${scenario.name}, boot ${(boot.joinMs + boot.readyMs) / 1000} s, seed ${seed}`;
  try {
    const run = await predictAndPlay(withBootTime(scenario, boot), seed, Number(values.speed));
    const { p50, p90 } = run.prediction.minutes;
    const error = (p50 - run.minutes) / run.minutes;
    const good = run.outcome === 'succeeded' && Math.abs(error) <= ERROR_MAX;
    console.log(
      `${good ? 'ok ' : 'OFF'} ${label}: ${run.outcome}, predicted ${p50} min (p90 ${p90}), ` +
        `took ${run.minutes.toFixed(1)} min, ${(error * 100).toFixed(0)} %`,
    );
    if (values.verbose) {
      console.log('   ', run.prediction.perNode.map(({ node, seconds }) => `${node} ${seconds}`).join(', '));
      console.log('   ', run.perNode.map(({ node, seconds }) => `${node} ${seconds}`).join(', '));
    }
    return good;
  } catch (error) {
    console.log(`OFF ${label}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
