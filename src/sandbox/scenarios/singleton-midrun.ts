import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import { makeSingleton, duringSecondDrain } from './stage/trouble.ts';

/** Ends paused: stopped after the drain timeout, the node uncordoned, what blocks it named. */
export const singletonMidrun: Scenario = {
  name: 'singleton-midrun',
  title: 'A service shrinks to one pod in mid-run',
  about:
    'While the second node drains, shop/web is scaled down to one pod that its budget keeps. The drain stands still and is given up.',
  build(stage) {
    addOrdinaryCluster(stage);
    duringSecondDrain(stage, (nodeName) => makeSingleton(stage, nodeName));
  },
  expected: { outcome: 'paused', replaced: 1, says: ['shop/web'], cordoned: 0 },
  minutesMax: 120,
};
