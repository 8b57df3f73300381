import type { Scenario } from './scenario.ts';
import { WATCHED_POLICY } from './stage/add-watched-shop.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';

/** Ends well: errors come in bursts that have nothing to do with patching, and all pods of a workload have them alike. */
export const noisyButHealthy: Scenario = {
  name: 'noisy-but-healthy',
  title: 'Errors come and go, and patching has no part in it',
  about: 'Every workload has bursts of errors, on patched nodes and on the others alike. Nothing is halted.',
  hasMetrics: true,
  policy: WATCHED_POLICY,
  build: addOrdinaryCluster,
  expected: { outcome: 'succeeded', replaced: 6, lossless: true },
  minutesMax: 240,
};
