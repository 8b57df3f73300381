import type { Scenario } from './scenario.ts';
import { addNodeGroup } from './stage/add-node-group.ts';
import { addSmallShop } from './stage/add-small-shop.ts';

/** Two nodes, six pods, one budget, short windows: the rollout that tests stop and kill at every effect. */
export const small: Scenario = {
  name: 'small',
  title: 'A very small cluster',
  about:
    'Two nodes and six pods under one budget, with windows of ten seconds. Good for looking at one thing at a time.',
  build(stage) {
    addNodeGroup(stage, { nodes: 2 });
    addSmallShop(stage);
  },
  // On a busy machine at a high speed, the real seconds that a new start takes are many minutes of this world.
  policy: {
    window: '10s',
    canaryWindow: '10s',
    drainTimeout: '1h',
    joinTimeout: '1h',
    capacityTimeout: '1h',
  },
  lease: { duration: '1.5s', renew: '1s', retry: '300ms' },
  quietPeriod: '3s',
  expected: { outcome: 'succeeded', replaced: 2, lossless: true, evictionsPerPodMax: 1 },
  minutesMax: 120,
};
