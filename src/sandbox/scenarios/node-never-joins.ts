import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';

/** Ends halted before any node was drained: the new image boots, but its kubelet never reaches the cluster. */
export const nodeNeverJoins: Scenario = {
  name: 'node-never-joins',
  title: 'New nodes never join',
  about:
    'The new image boots and its kubelet never reaches the cluster. Nothing was drained for it; the surplus is taken back.',
  newImage: { joins: false },
  build: addOrdinaryCluster,
  expected: { outcome: 'halted', replaced: 0, lossless: true },
  minutesMax: 120,
};
