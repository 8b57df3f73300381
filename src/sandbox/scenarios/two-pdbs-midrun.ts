import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import { addSecondBudget, duringSecondDrain } from './stage/trouble.ts';

/** Ends paused: stopped after the drain timeout, the node uncordoned, what blocks it named. */
export const twoPdbsMidrun: Scenario = {
  name: 'two-pdbs-midrun',
  title: 'A second budget appears in mid-run',
  about:
    'While the second node drains, another team deploys a budget for the pods of shop/cart. They can no longer be evicted; the node is handed back.',
  build(stage) {
    addOrdinaryCluster(stage);
    duringSecondDrain(stage, () => addSecondBudget(stage));
  },
  expected: { outcome: 'paused', replaced: 1, says: ['cart-team'], cordoned: 0 },
  minutesMax: 120,
};
