import { MemoryWorld } from '../fakes/ports/memory-world.ts';
import { describeNodeGroupsContract } from './node-groups.contract.ts';

describeNodeGroupsContract('in memory', async () => {
  const world = new MemoryWorld();
  await world.seedGroup({ name: 'workers', nodes: 3 });
  await world.seedGroup({ name: 'eks-system', nodes: 1 });
  await world.seedGroup({ name: 'ingress', nodes: 1, targetGroupArns: ['arn:tg'] });
  const { cloud, clock } = world;
  const workers = cloud.groups.get('workers')!;
  workers.minSize = 1;
  workers.maxSize = 6;
  cloud.managed.set('eks-system', 'system');
  cloud.parameters.set('/images/new', 'ami-new');
  cloud.parameters.set('/images/next', 'ami-next');
  return {
    nodeGroups: world.nodeGroups,
    oldImage: 'ami-old',
    newImage: 'ami-new',
    nextImage: 'ami-next',
    templateId: 'lt-workers',
    managed: { eksCluster: 'prod', autoScalingGroup: 'eks-system', name: 'system' },
    balanced: 'ingress',
    setCapacity: (available) => {
      cloud.noCapacity = available ? undefined : 'We currently do not have sufficient m6i.large capacity';
    },
    now: () => clock.now(),
    until: async (what, done) => {
      for (let seconds = 0; seconds < 600; seconds++) {
        if (await done()) return;
        await clock.advance(1_000);
      }
      throw new Error(`it did not happen: ${what}`);
    },
    close: async () => {},
  };
});
