import { beforeEach, describe, expect, it } from 'vitest';
import { isPodReady } from '../../src/core/fleet/pod.ts';
import type { Pod } from '../../src/core/fleet/pod.ts';
import { MemoryWorld } from '../fakes/ports/memory-world.ts';

let world: MemoryWorld;

beforeEach(async () => {
  world = new MemoryWorld();
  await world.seedGroup({ name: 'workers', nodes: 3 });
});

describe('the world in memory', () => {
  it('makes nodes of the instances of a group, one a zone', async () => {
    const nodes = await world.cluster.list('nodes');

    expect(nodes.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'])).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(nodes.map(({ spec }) => spec?.providerID)).toEqual([
      'aws:///a/i-00000000000000001',
      'aws:///b/i-00000000000000002',
      'aws:///c/i-00000000000000003',
    ]);
  });

  it('runs workloads: pods are placed, started and counted', async () => {
    await world.seedWorkload({ name: 'cart', replicas: 3, minAvailable: 2 });

    expect(await readyPods('cart')).toHaveLength(3);
    const [budget] = await world.cluster.list('poddisruptionbudgets');
    expect(budget?.status).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2 });
    expect(
      await world.cluster.getWorkload({ kind: 'Deployment', namespace: 'shop', name: 'cart' }),
    ).toMatchObject({
      status: { readyReplicas: 3 },
    });
  });

  it('replaces an evicted pod on another node than a cordoned one, and gives the token back when it is Ready', async () => {
    await world.seedWorkload({ name: 'cart', replicas: 3, minAvailable: 2 });
    const [pod] = await readyPods('cart');
    const node = await world.cluster.getNode(pod?.spec.nodeName ?? '');
    await world.cluster.editNode(
      { name: node!.metadata.name, uid: node!.metadata.uid },
      { unschedulable: true },
    );

    expect(await evict(pod)).toEqual({ kind: 'evicted' });
    const [second] = (await readyPods('cart')).filter(({ metadata }) => metadata.uid !== pod?.metadata.uid);
    expect(await evict(second)).toMatchObject({ kind: 'blocked', budget: 'cart' });
    await world.clock.advance(10_000);
    expect(await evict(second)).toEqual({ kind: 'evicted' });
    await world.clock.advance(10_000);

    const now = await readyPods('cart');
    expect(now).toHaveLength(3);
    expect(now.every(({ spec }) => spec.nodeName !== node?.metadata.name)).toBe(true);
  });

  it('brings a StatefulSet pod back under its name when the old one is gone, with its volume', async () => {
    await world.seedWorkload({ name: 'db', kind: 'StatefulSet', replicas: 1, zone: 'b', volume: 'pv-db' });
    const [old] = await readyPods('db');

    await evict(old);
    await world.clock.advance(4_000);
    expect((await world.cluster.list('pods')).map(({ metadata }) => metadata.name)).toEqual(['db-0']);
    await world.clock.advance(20_000);

    const [back] = await readyPods('db');
    expect(back?.metadata.name).toBe('db-0');
    expect(back?.metadata.uid).not.toBe(old?.metadata.uid);
    expect(await world.cluster.list('volumeattachments')).toHaveLength(1);
  });

  it('launches the newest version of the template, and keeps a suspended group as it is', async () => {
    await world.nodeGroups.suspend('workers', ['Launch']);
    await world.nodeGroups.setDesired('workers', 4);
    await world.clock.advance(60_000);
    expect((await world.nodeGroups.describe('workers'))?.instances).toHaveLength(3);

    await world.nodeGroups.resume('workers', ['Launch']);
    await world.clock.advance(60_000);

    const group = await world.nodeGroups.describe('workers');
    const instances = await world.nodeGroups.instances(group!.instances.map(({ instanceId }) => instanceId));
    expect(instances.map(({ imageId }) => imageId)).toEqual(['ami-old', 'ami-old', 'ami-old', 'ami-new']);
    expect(await world.cluster.list('nodes')).toHaveLength(4);
  });

  it('takes the node away with its instance', async () => {
    await world.nodeGroups.terminate('workers', 'i-00000000000000001', true);
    await world.clock.advance(30_000);

    expect(await world.cluster.list('nodes')).toHaveLength(2);
    expect(await world.nodeGroups.terminate('workers', 'i-00000000000000001', true)).toEqual({
      kind: 'gone',
    });
    expect(world.effects.map(({ verb }) => verb)).toEqual(['terminate and decrement']);
  });
});

async function readyPods(app: string): Promise<readonly Pod[]> {
  return (await world.cluster.list('pods', { labelSelector: `app=${app}` })).filter(isPodReady);
}

async function evict(pod: Pod | undefined): Promise<unknown> {
  const { name, namespace, uid } = pod!.metadata;
  return world.cluster.evict({ name, namespace: namespace ?? '', uid });
}
