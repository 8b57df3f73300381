import { AutoScalingClient, StartInstanceRefreshCommand } from '@aws-sdk/client-auto-scaling';
import { AwsCloudFacts } from '../../src/adapters/aws/aws-cloud-facts.ts';
import { startSandboxAccount } from '../adapters/aws/aws-account-for-tests.ts';
import { describeCloudFactsContract } from './cloud-facts.contract.ts';

describeCloudFactsContract("the adapter on the sandbox's AWS", async () => {
  const world = await startSandboxAccount();
  const { cloud, clock, account } = world;
  const busy = cloud.addLaunchTemplate({
    name: 'busy',
    imageId: world.oldImage,
    cluster: 'prod',
  });
  cloud.addAutoScalingGroup({
    name: 'busy',
    launchTemplate: 'busy',
    version: '1',
    desired: 2,
    min: 0,
    max: 4,
    cluster: 'prod',
  });
  cloud.addLifecycleHook({ group: 'busy', name: 'wait', transition: 'launching', heartbeatSeconds: 300 });
  cloud.addScheduledAction({ group: 'busy', name: 'night', startAt: clock.now() + 30 * 86_400_000 });
  cloud.addWarmPool({ group: 'busy', minSize: 1, maxPrepared: 3 });
  cloud.addManagedNodegroup({
    cluster: 'prod',
    name: 'system',
    imageId: world.oldImage,
    desired: 1,
    min: 1,
    max: 2,
  });
  cloud.addAddon({ cluster: 'prod', name: 'vpc-cni', status: 'UPDATING' });
  cloud.addAddon({ cluster: 'prod', name: 'coredns' });
  const client = new AutoScalingClient({});
  await client.send(new StartInstanceRefreshCommand({ AutoScalingGroupName: 'busy' }));
  client.destroy();
  const group = await world.nodeGroups.describe('ingress');
  return {
    facts: new AwsCloudFacts(account),
    image: world.oldImage,
    templateId: busy.id,
    balanced: group?.targetGroupArns[0] ?? '',
    now: () => clock.now(),
    close: async () => world.close(),
  };
});
