import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';

/**
 * Ends well as far as drover can see: requests fail on the new image, which no fact of Kubernetes shows. The report says
 * that requests were not judged; the world's meter counts the failed ones.
 */
export const errorSpike: Scenario = {
  name: 'error-spike',
  title: 'Requests fail on the new image',
  about:
    'shop/checkout answers one request in ten with an error on patched nodes. Kubernetes sees nothing wrong, and drover says what it did not judge.',
  newImage: { fails: { matchLabels: { app: 'checkout' }, share: 0.1 } },
  build: addOrdinaryCluster,
  expected: { outcome: 'succeeded', replaced: 6, says: ['requests were not judged'], lossless: false },
  minutesMax: 120,
};
