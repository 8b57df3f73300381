import type { Scenario } from './scenario.ts';
import { small } from './small.ts';
import { addBatchJob } from './stage/add-batch-job.ts';
import { addNodeGroup } from './stage/add-node-group.ts';
import { addSmallShop } from './stage/add-small-shop.ts';

/** Ends well: an instance ends only when its load balancer has let go of it, and a job's pod is moved as any other. */
export const loadBalancer: Scenario = {
  name: 'load-balancer',
  title: 'Behind a load balancer',
  about:
    'The nodes themselves are targets of a load balancer, which takes half a minute to let go of one; and a job of many hours runs on them. drover waits for the one and moves the other.',
  build(stage) {
    addNodeGroup(stage, { nodes: 2, deregistrationSeconds: 30 });
    addSmallShop(stage);
    stage.onceUp(() => addBatchJob(stage, 'nightly-report'));
  },
  ...(small.policy ? { policy: small.policy } : {}),
  expected: { outcome: 'succeeded', replaced: 2, says: ['2 of 2'], lossless: true },
  minutesMax: 120,
};
