import type { Scenario } from './scenario.ts';
import { addWatchedShop, WATCHED_POLICY } from './stage/add-watched-shop.ts';
import { addDeployment } from './stage/add-workload.ts';

/** Ends well: a workload of one pod has no second half, and the report says that it was not compared. */
export const singleReplica: Scenario = {
  name: 'single-replica',
  title: 'One pod, and nobody to compare it with',
  about:
    'Beside the small shop runs a single pod with metrics: it is compared with its own past alone, which is said.',
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
