import type { Scenario } from './scenario.ts';
import { WATCHED_POLICY } from './stage/add-watched-shop.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import type { Stage } from './stage/stage.ts';
import { duringSecondDrain } from './stage/trouble.ts';

/** Services that suffer, and how many of their requests fail. */
const SUFFERING = ['shop/web', 'shop/cart', 'shop/checkout', 'shop/search', 'payments/api'];
const ERROR_SHARE = 0.12;

/** Ends with a pause and never with a halt: a dependency of everybody fails, on patched nodes and on the others alike. */
export const badDayEverywhere: Scenario = {
  name: 'bad-day-everywhere',
  title: 'A bad day that has nothing to do with patching',
  about:
    'While the second node is drained, one request in eight begins to fail in all shop and payments pods, old and new.',
  hasMetrics: true,
  policy: WATCHED_POLICY,
  build(stage: Stage) {
    addOrdinaryCluster(stage);
    duringSecondDrain(stage, () => {
      for (const service of SUFFERING) stage.weather.set(service, { errorShare: ERROR_SHARE });
    });
  },
  expected: { outcome: 'paused', says: ['nothing is rolled back'], lossless: true },
  minutesMax: 150,
};
