import type { Scenario } from './scenario.ts';
import { addWatchedShop, WATCHED_POLICY } from './stage/add-watched-shop.ts';
import { duringSecondDrain } from './stage/trouble.ts';

/** Ends with a pause: old points are no data. */
export const prometheusStale: Scenario = {
  name: 'prometheus-stale',
  title: 'Prometheus no longer sees the pods',
  about:
    'While the second node is drained, pods are no longer scraped. Prometheus answers, with nothing new.',
  hasMetrics: true,
  policy: WATCHED_POLICY,
  build(stage) {
    addWatchedShop(stage);
    duringSecondDrain(stage, () => {
      stage.metricsTrouble.now = 'stale';
    });
  },
  expected: { outcome: 'paused', says: ['The health window after'], lossless: true },
  minutesMax: 120,
};
