import type { Scenario } from './scenario.ts';
import { addWatchedShop, WATCHED_POLICY } from './stage/add-watched-shop.ts';
import { addDeployment } from './stage/add-workload.ts';

/** Ends well: ann answers for the single pod, which has no second half; the report says that it was not compared. */
export const singleReplica: Scenario = {
  name: 'single-replica',
  title: 'One pod, and nobody to compare it with',
  about:
    'Beside the small shop runs a single pod with metrics: it is compared with its own past alone, which is said.',
  scenes: [
    { kind: 'slash', user: 'ann', text: '/patch prod workers' },
    { kind: 'hear', words: 'blocked by preflight' },
    {
      kind: 'slash',
      user: 'ann',
      text: '/patch waive singleton-service Deployment/shop/pricing --reason "prices may be late for some seconds"',
    },
    { kind: 'press', user: 'bob', button: 'approve' },
  ],
  hasMetrics: true,
  policy: WATCHED_POLICY,
  build(stage) {
    addWatchedShop(stage);
    stage.onceUp(() =>
      addDeployment(stage, { namespace: 'shop', name: 'pricing', replicas: 1, requestsPerSecond: 20 }),
    );
  },
  expected: { outcome: 'succeeded', replaced: 2, says: ['Deployment/shop/pricing: errors were not judged'] },
  minutesMax: 120,
};
