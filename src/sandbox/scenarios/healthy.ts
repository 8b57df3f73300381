import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';

/** Ends well: every node is replaced, each pod moves once, no request is lost. */
export const healthy: Scenario = {
  name: 'healthy',
  title: 'A healthy cluster',
  about:
    'Six nodes in three zones, forty pods, two StatefulSets. Everything is as it should be; the rollout ends well.',
  build: addOrdinaryCluster,
  expected: { outcome: 'succeeded', replaced: 6, says: ['6 of 6'], lossless: true, evictionsPerPodMax: 1 },
  minutesMax: 120,
};
