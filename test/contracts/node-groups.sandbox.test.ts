import { startSandboxAccount } from '../adapters/aws/aws-account-for-tests.ts';
import { describeNodeGroupsContract } from './node-groups.contract.ts';

describeNodeGroupsContract("the adapter on the sandbox's AWS", async () => {
  const world = await startSandboxAccount();
  const { cloud, clock } = world;
  const nodegroup = cloud.addManagedNodegroup({
    cluster: 'prod',
    name: 'system',
    imageId: world.oldImage,
    desired: 1,
    min: 1,
    max: 2,
  });
  return {
    ...world,
    managed: { eksCluster: 'prod', autoScalingGroup: nodegroup.autoScalingGroupName, name: 'system' },
    balanced: 'ingress',
    setCapacity: (available) => cloud.setCapacity({ left: available ? Number.POSITIVE_INFINITY : 0 }),
    now: () => clock.now(),
  };
});
