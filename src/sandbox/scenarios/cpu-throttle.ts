import type { Scenario } from './scenario.ts';
import { addWatchedShop, WATCHED_POLICY } from './stage/add-watched-shop.ts';

/** Ends with a pause: CPU alone never halts, since a new kernel moves it honestly; it keeps the window open, then a person is asked. */
export const cpuThrottle: Scenario = {
  name: 'cpu-throttle',
  title: 'Pods are held back by their CPU limit on the new image',
  about:
    'shop/web is throttled in six periods of ten on patched nodes. Its requests are still answered well.',
  hasMetrics: true,
  policy: WATCHED_POLICY,
  newImage: { throttles: { matchLabels: { app: 'web' }, share: 0.6 } },
  build: addWatchedShop,
  expected: {
    outcome: 'paused',
    replaced: 0,
    says: ['Deployment/shop/web: CPU held back in'],
    lossless: true,
  },
  minutesMax: 120,
};
