import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import { addSingleton } from './stage/trouble.ts';

/** Ends before it begins: moving the only pod of a Service means downtime, and preflight names it. */
export const singleton: Scenario = {
  name: 'singleton',
  title: 'A service with one pod',
  about:
    'shop/pricing has a single replica behind a Service and a budget that keeps it. Evicting it would be downtime; preflight says so.',
  build(stage) {
    addOrdinaryCluster(stage);
    stage.onceUp(() => addSingleton(stage));
  },
  scenes: [
    { kind: 'slash', user: 'ann', text: '/patch prod workers' },
    { kind: 'hear', words: 'pricing' },
  ],
  expected: { outcome: 'refused', replaced: 0, says: ['pricing'], lossless: true },
  minutesMax: 10,
};
