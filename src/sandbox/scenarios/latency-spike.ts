import type { Scenario } from './scenario.ts';
import { addWatchedShop, WATCHED_POLICY } from './stage/add-watched-shop.ts';

/** Ends in a halt at the canary, which is undone whole: requests take four times as long on the new image, and none fails. */
export const latencySpike: Scenario = {
  name: 'latency-spike',
  title: 'Requests are slow on the new image',
  about: 'shop/web takes four times as long for each request on patched nodes; none of them fails.',
  hasMetrics: true,
  policy: WATCHED_POLICY,
  newImage: { slows: { matchLabels: { app: 'web' }, factor: 4 } },
  build: addWatchedShop,
  expected: {
    outcome: 'halted',
    replaced: 0,
    says: ['Deployment/shop/web: requests slower than'],
    lossless: true,
  },
  minutesMax: 120,
};
