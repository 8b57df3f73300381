import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import { blockBudget, duringSecondDrain } from './stage/trouble.ts';

/** Ends paused: stopped after the drain timeout, the node uncordoned, what blocks it named. */
export const blockedPdbMidrun: Scenario = {
  name: 'blocked-pdb-midrun',
  title: 'A budget closes in mid-run',
  about:
    'While the second node drains, the owner of shop/cart decides that no pod may go. The drain stands still, is given up after its timeout, and the node is handed back.',
  build(stage) {
    addOrdinaryCluster(stage);
    duringSecondDrain(stage, () => blockBudget(stage));
  },
  expected: { outcome: 'paused', replaced: 1, says: ['shop/cart'], cordoned: 0 },
  minutesMax: 120,
};
