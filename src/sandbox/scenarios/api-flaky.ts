import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import type { Stage } from './stage/stage.ts';

/** Ends well all the same: what fails is asked again, what is unclear is looked at. */
export const apiFlaky: Scenario = {
  name: 'api-flaky',
  title: 'A flaky API server',
  about:
    'The API server answers with 500, 429 and 503, loses answers and cuts connections, again and again. The rollout ends well all the same.',
  build(stage) {
    addOrdinaryCluster(stage);
    shake(stage);
  },
  expected: { outcome: 'succeeded', replaced: 6, evictionsPerPodMax: 1 },
  minutesMax: 180,
};

/** How often trouble comes, in world ms, and how much of it. */
const EVERY_MS = 60_000;

/** One fault after another, drawn from the seed; each strikes one or a few requests of drover. */
function shake({ clock, random, faults }: Stage): void {
  const chance = random.stream('flaky');
  const troubles = [
    () => ({
      status: 500,
      body: { kind: 'Status', status: 'Failure', message: 'etcdserver: leader changed', code: 500 },
    }),
    () => ({
      status: 429,
      headers: { 'retry-after': '1' },
      body: 'Too many requests, please try again later.',
    }),
    () => ({ status: 503, body: 'upstream connect error' }),
    () => ({ drop: 'request' as const }),
    () => ({ drop: 'answer' as const }),
    () => ({ delayMs: 400 }),
  ];
  clock.every(EVERY_MS, () => {
    const answer = chance.pick(troubles)();
    faults.add({
      target: 'kubernetes',
      match: { path: '^/api' },
      actor: DROVER,
      answer,
      times: 1 + chance.integer(3),
    });
  });
}

/** Only drover is troubled: the world itself stays sane. */
const DROVER = 'drover-engine';
