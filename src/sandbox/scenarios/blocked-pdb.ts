import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import { blockBudget } from './stage/trouble.ts';

/** Ends before it begins: preflight names the budget, and there is no Approve button. */
export const blockedPdb: Scenario = {
  name: 'blocked-pdb',
  title: 'A budget that allows nothing',
  about:
    'The budget of shop/cart wants all four pods to stay. No eviction can ever succeed; preflight says so before anything is touched.',
  build(stage) {
    addOrdinaryCluster(stage);
    stage.onceUp(() => blockBudget(stage));
  },
  scenes: [
    { kind: 'slash', user: 'ann', text: '/patch prod workers' },
    { kind: 'hear', words: 'shop/cart' },
  ],
  expected: { outcome: 'refused', replaced: 0, says: ['shop/cart'], lossless: true },
  minutesMax: 10,
};
