import type { Scenario } from './scenario.ts';
import { WATCHED_POLICY } from './stage/add-watched-shop.ts';
import { addNamespaces } from './stage/add-ordinary-cluster.ts';
import { addDeployment } from './stage/add-workload.ts';
import { addNodeGroup } from './stage/add-node-group.ts';

/** Ends well, and says that requests were not judged: too few of them came, before and after. */
export const noTraffic: Scenario = {
  name: 'no-traffic',
  title: 'Nobody calls',
  about:
    "shop/web gets six requests in two minutes: too few to compare. Kubernetes' own facts are judged, and the report says what was not.",
  hasMetrics: true,
  policy: WATCHED_POLICY,
  build(stage) {
    addNodeGroup(stage, { nodes: 2 });
    addNamespaces(stage, ['kube-system', 'shop']);
    stage.onceUp(() =>
      addDeployment(stage, {
        namespace: 'shop',
        name: 'web',
        replicas: 6,
        requestsPerSecond: 0.05,
        budget: { maxUnavailable: 2 },
      }),
    );
  },
  expected: { outcome: 'succeeded', replaced: 2, says: ['Deployment/shop/web: errors were not judged'] },
  minutesMax: 120,
};
