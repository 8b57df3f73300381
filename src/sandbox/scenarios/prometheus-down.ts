import type { Scenario } from './scenario.ts';
import { addWatchedShop, WATCHED_POLICY } from './stage/add-watched-shop.ts';
import { duringSecondDrain } from './stage/trouble.ts';

/** Ends with a pause: what cannot be asked cannot be passed. */
export const prometheusDown: Scenario = {
  name: 'prometheus-down',
  title: 'Prometheus is away from the second node on',
  about: 'While the second node is drained, Prometheus stops answering. The window is never passed.',
  hasMetrics: true,
  policy: WATCHED_POLICY,
  build(stage) {
    addWatchedShop(stage);
    duringSecondDrain(stage, () => {
      stage.metricsTrouble.now = 'down';
    });
  },
  expected: { outcome: 'paused', says: ['The health window after', 'does not answer'], lossless: true },
  minutesMax: 120,
};
