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
  policy: { window: '10s', canaryWindow: '10s' },
  lease: { duration: '1.5s', renew: '1s', retry: '300ms' },
  quietPeriod: '3s',
  expected: { outcome: 'succeeded', replaced: 2, lossless: true, evictionsPerPodMax: 1 },
  minutesMax: 60,
};
