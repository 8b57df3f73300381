import { MemoryCloudFacts } from '../fakes/ports/memory-cloud-facts.ts';
import { MemoryWorld } from '../fakes/ports/memory-world.ts';
import { describeCloudFactsContract } from './cloud-facts.contract.ts';

describeCloudFactsContract('in memory', async () => {
  const world = new MemoryWorld();
  const { cloud, clock } = world;
  await world.seedGroup({ name: 'workers', nodes: 3 });
  const facts = new MemoryCloudFacts(cloud);
  facts.activities.set('busy', {
    refreshes: [{ id: 'r-1', status: 'InProgress' }],
    hooks: [{ name: 'wait', transition: 'autoscaling:EC2_INSTANCE_LAUNCHING', heartbeatSeconds: 300 }],
    scheduled: [{ name: 'night', at: clock.now() + 3_600_000 }],
    warmInstances: [{ instanceId: 'i-warm', templateVersion: '1' }],
  });
  const balanced = 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/1111';
  const target = { id: 'i-1', state: 'healthy' };
  facts.balancers.set(balanced, { arn: balanced, deregistrationSeconds: 30, targets: [target] });
  const updates = [{ type: 'AddonUpdate', addon: 'vpc-cni' }];
  facts.clusters.set('prod', { status: 'ACTIVE', issues: [], updates });
  facts.managed.set('system', { name: 'system', status: 'ACTIVE', issues: [], autoRepair: false });
  return {
    facts,
    image: [...cloud.images.keys()][0] ?? '',
    templateId: 'lt-workers',
    balanced,
    now: () => clock.now(),
    close: async () => {},
  };
});
