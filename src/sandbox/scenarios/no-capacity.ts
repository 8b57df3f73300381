import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import { exhaustCapacity } from './stage/trouble.ts';

/** Ends paused before any node was drained, with the surge taken back. */
export const noCapacity: Scenario = {
  name: 'no-capacity',
  title: 'AWS has no capacity',
  about:
    'AWS answers every launch with InsufficientInstanceCapacity. drover waits, drains nothing, takes the surge back and asks.',
  build(stage) {
    addOrdinaryCluster(stage);
    exhaustCapacity(stage);
  },
  expected: { outcome: 'paused', replaced: 0, says: ['capacity'], lossless: true },
  minutesMax: 120,
};
