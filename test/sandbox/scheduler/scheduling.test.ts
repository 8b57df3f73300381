import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Node } from '../../../src/sandbox/controllers/kinds/node.ts';
import type { Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import {
  aClusterWorld,
  addDeployment,
  addNode,
  addPod,
  eventsAbout,
  podsOf,
  type ClusterWorld,
} from '../controllers/a-cluster-world.ts';

describe('the scheduler at work', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
  });
  afterEach(() => world.stop());

  const pod = (name: string) => world.cluster.get<Pod>('pods', 'shop', name);
  const condition = (name: string) =>
    pod(name)?.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const asking = (cpu: string) => ({
    containers: [{ name: 'app', image: 'app:1', resources: { requests: { cpu } } }],
  });
  const freeNode = async (name: string, more: Record<string, unknown> = {}) => {
    addNode(world.cluster, { name, ...more });
    await world.until('it is free', () => !world.cluster.get<Node>('nodes', undefined, name)?.spec.taints);
  };
  const cordon = (name: string, unschedulable: boolean) =>
    world.cluster.edit<Node>('nodes', undefined, name, (draft) => {
      draft.spec.unschedulable = unschedulable;
    });

  it('passes cordoned nodes by, says why, and binds after the uncordon', async () => {
    await freeNode('n1');
    cordon('n1', true);
    addPod(world.cluster, { name: 'a' });

    await world.until('it is refused', () => condition('a')?.reason === 'Unschedulable');
    const message = condition('a')?.message;
    cordon('n1', false);
    await world.until('it is bound', () => pod('a')?.spec.nodeName === 'n1');

    expect(message).toBe(
      '0/1 nodes are available: 1 node(s) were unschedulable. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    );
    expect(condition('a')?.status).toBe('True');
    expect(eventsAbout(world.cluster, 'a')).toEqual(['FailedScheduling', 'Scheduled']);
  });

  it('says so when there is no node at all', async () => {
    addPod(world.cluster, { name: 'a' });

    await world.until('it is refused', () => condition('a')?.reason === 'Unschedulable');

    expect(condition('a')?.message).toBe('no nodes available to schedule pods');
  });

  it('places the more urgent pod first when there is room for one', async () => {
    world.cluster.create('priorityclasses.scheduling.k8s.io', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'high' },
      value: 1000,
    });
    addNode(world.cluster, { name: 'n1', cpu: '2', unschedulable: true });
    addPod(world.cluster, { name: 'low', podSpec: asking('1500m') });
    addPod(world.cluster, { name: 'high', podSpec: { ...asking('1500m'), priorityClassName: 'high' } });
    await world.until('both wait', () =>
      ['low', 'high'].every((name) => condition(name)?.reason === 'Unschedulable'),
    );
    await world.pass(12_000);

    cordon('n1', false);
    await world.until('one is bound', () => pod('high')?.spec.nodeName === 'n1');

    expect(pod('low')?.spec.nodeName).toBeUndefined();
  });

  it('never puts more on a node than fits', async () => {
    await freeNode('n1', { cpu: '2' });
    for (const name of ['a', 'b', 'c']) addPod(world.cluster, { name, podSpec: asking('900m') });

    await world.until(
      'two are bound',
      () => podsOf(world.cluster, 'web').filter(({ spec }) => spec.nodeName).length === 2,
    );
    await world.pass(5_000);

    expect(podsOf(world.cluster, 'web').filter(({ spec }) => spec.nodeName)).toHaveLength(2);
  });

  it('tries again when a pod goes', async () => {
    await freeNode('n1', { cpu: '1' });
    addPod(world.cluster, { name: 'a', podSpec: asking('900m') });
    await world.until('the first is bound', () => pod('a')?.spec.nodeName === 'n1');
    addPod(world.cluster, { name: 'b', podSpec: asking('900m') });
    await world.until('the second waits', () => condition('b')?.reason === 'Unschedulable');

    world.cluster.delete('pods', 'shop', 'a', { graceSeconds: 0 });

    await world.until('the second is bound', () => pod('b')?.spec.nodeName === 'n1');
    expect(pod('a')).toBeUndefined();
  });

  it('leaves pods of other schedulers and gated ones alone', async () => {
    await freeNode('n1');
    addPod(world.cluster, { name: 'other', podSpec: { schedulerName: 'mine' } });
    addPod(world.cluster, { name: 'gated', podSpec: { schedulingGates: [{ name: 'example.com/wait' }] } });
    await world.pass(3_000);
    const meanwhile = ['other', 'gated'].map((name) => pod(name)?.spec.nodeName);

    world.cluster.edit<Pod>('pods', 'shop', 'gated', (draft) => {
      draft.spec.schedulingGates = [];
    });
    await world.until('the gated one is bound', () => pod('gated')?.spec.nodeName === 'n1');

    expect(meanwhile).toEqual([undefined, undefined]);
    expect(pod('other')?.spec.nodeName).toBeUndefined();
  });

  it('prefers nodes without a soft taint', async () => {
    await freeNode('old');
    await freeNode('new');
    world.cluster.edit<Node>('nodes', undefined, 'old', (draft) => {
      draft.spec.taints = [{ key: 'drover.dev/leaving', value: 'true', effect: 'PreferNoSchedule' }];
    });

    addDeployment(world.cluster, { name: 'api', replicas: 6 });
    await world.until(
      'all are bound',
      () => podsOf(world.cluster, 'api').filter(({ spec }) => spec.nodeName).length === 6,
    );

    expect(podsOf(world.cluster, 'api').filter(({ spec }) => spec.nodeName === 'old').length).toBeLessThan(3);
  });

  it('spreads the pods of a workload over nodes and zones', async () => {
    for (const [name, zone] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
      ['b2', 'b'],
    ] as const)
      await freeNode(name, { zone });

    addDeployment(world.cluster, { name: 'api', replicas: 4 });
    await world.until(
      'all are bound',
      () => podsOf(world.cluster, 'api').filter(({ spec }) => spec.nodeName).length === 4,
    );

    expect(new Set(podsOf(world.cluster, 'api').map(({ spec }) => spec.nodeName)).size).toBe(4);
  });

  it('stands on its own: it goes on while the controllers stand still', async () => {
    await freeNode('n1');

    world.controllers.pause();
    addPod(world.cluster, { name: 'a' });

    await world.until('it is bound', () => pod('a')?.spec.nodeName === 'n1');
    expect(pod('a')?.spec.nodeName).toBe('n1');
  });
});
