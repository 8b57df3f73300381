import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import { addSecondBudget } from './stage/trouble.ts';

/** Ends before it begins: the eviction API refuses pods under two budgets for ever, and preflight names both. */
export const twoPdbs: Scenario = {
  name: 'two-pdbs',
  title: 'Two budgets on one pod',
  about:
    'A second budget covers the pods of shop/cart. The eviction API answers 500 for such pods, whatever the budgets allow.',
  build(stage) {
    addOrdinaryCluster(stage);
    stage.onceUp(() => addSecondBudget(stage));
  },
  scenes: [
    { kind: 'slash', user: 'ann', text: '/patch prod workers' },
    { kind: 'hear', words: 'cart-team' },
  ],
  expected: { outcome: 'refused', replaced: 0, says: ['cart-team'], lossless: true },
  minutesMax: 10,
};
