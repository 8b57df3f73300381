import type { Scenario } from './scenario.ts';
import { WATCHED_POLICY } from './stage/add-watched-shop.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';

/**
 * Ends in a halt: requests fail on the new image, which no fact of Kubernetes shows. The gate compares the pods on patched
 * nodes with those of the same workload on the others, as soon as a node that holds some of them is replaced.
 */
export const errorSpike: Scenario = {
  name: 'error-spike',
  title: 'Requests fail on the new image',
  about:
    'shop/checkout answers one request in ten with an error on patched nodes. Kubernetes sees nothing wrong; the metrics of its pods do.',
  newImage: { fails: { matchLabels: { app: 'checkout' }, share: 0.1 } },
  hasMetrics: true,
  policy: WATCHED_POLICY,
  build: addOrdinaryCluster,
  expected: { outcome: 'halted', says: ['Deployment/shop/checkout: errors'], lossless: false },
  minutesMax: 120,
};
