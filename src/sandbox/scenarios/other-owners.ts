import type { Scenario } from './scenario.ts';
import { small } from './small.ts';
import { addCronJob } from './stage/add-batch-job.ts';
import { addNodeGroup } from './stage/add-node-group.ts';
import { addOperator } from './stage/add-operator.ts';
import { addSmallShop } from './stage/add-small-shop.ts';

/** Ends well: whoever owns a pod, it is moved; of an owner that drover cannot ask how many it needs, one at a time. */
export const otherOwners: Scenario = {
  name: 'other-owners',
  title: 'Pods of a CronJob and of an operator',
  about:
    'Beside the small shop run the job of a CronJob and the three pods of an operator, whose kind drover does not know. It moves them all the same, those of the operator one at a time.',
  build(stage) {
    addNodeGroup(stage, { nodes: 2 });
    addSmallShop(stage);
    stage.onceUp(() => {
      addCronJob(stage, 'nightly-report');
      addOperator(stage, 3);
    });
  },
  ...(small.policy ? { policy: small.policy } : {}),
  expected: {
    outcome: 'succeeded',
    replaced: 2,
    says: ['2 of 2'],
    lossless: true,
  },
  minutesMax: 120,
};
