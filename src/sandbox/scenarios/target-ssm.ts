import type { Scenario } from './scenario.ts';
import { small } from './small.ts';
import { addNodeGroup } from './stage/add-node-group.ts';
import { addSmallShop } from './stage/add-small-shop.ts';
import { PLACE } from './stage/place-names.ts';

const PARAMETER =
  '/aws/service/eks/optimized-ami/1.32/amazon-linux-2023/x86_64/standard/recommended/image_id';

/** Ends well: no version of the launch template has the image, so that drover makes one that differs in it alone. */
export const targetSsm: Scenario = {
  name: 'target-ssm',
  title: 'The image comes from a parameter',
  about:
    'The configuration names an SSM parameter as the target. drover makes the template version itself, with a right of its own.',
  build(stage) {
    addNodeGroup(stage, { nodes: 2, hasNewVersion: false });
    stage.cloud.setParameter({ name: PARAMETER, value: PLACE.newImage });
    addSmallShop(stage);
  },
  target: { ssm: PARAMETER },
  extraPolicies: ['make-template-versions-policy.json'],
  ...(small.policy ? { policy: small.policy } : {}),
  expected: {
    outcome: 'succeeded',
    replaced: 2,
    says: ['2 of 2'],
    lossless: true,
    evictionsPerPodMax: 1,
  },
  minutesMax: 60,
};
