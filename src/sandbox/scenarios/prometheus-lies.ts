import type { Scenario } from './scenario.ts';
import { addWatchedShop, WATCHED_POLICY } from './stage/add-watched-shop.ts';
import { duringSecondDrain } from './stage/trouble.ts';

/** Ends with a pause: an answer that means nothing is neither good nor bad news. */
export const prometheusLies: Scenario = {
  name: 'prometheus-lies',
  title: 'Prometheus answers with nonsense',
  about: 'While the second node is drained, Prometheus begins to answer NaN, two series, or nothing.',
  hasMetrics: true,
  policy: WATCHED_POLICY,
  build(stage) {
    addWatchedShop(stage);
    duringSecondDrain(stage, () => {
      stage.metricsTrouble.now = 'lies';
    });
  },
  expected: { outcome: 'paused', says: ['The health window after'], lossless: true },
  minutesMax: 120,
};
