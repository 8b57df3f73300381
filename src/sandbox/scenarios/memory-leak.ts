import type { Scenario } from './scenario.ts';
import { addWatchedShop, WATCHED_POLICY } from './stage/add-watched-shop.ts';

/** Ends with a pause: memory is nearly full and rising on the new image alone. */
export const memoryLeak: Scenario = {
  name: 'memory-leak',
  title: 'Memory climbs on the new image',
  about: "shop/web's memory on patched nodes climbs towards its limit, and nothing has died of it yet.",
  hasMetrics: true,
  policy: WATCHED_POLICY,
  newImage: { leaks: { matchLabels: { app: 'web' }, shareASecond: 0.0025 } },
  build: addWatchedShop,
  expected: { outcome: 'paused', replaced: 0, says: ['Deployment/shop/web: memory'], lossless: true },
  minutesMax: 120,
};
