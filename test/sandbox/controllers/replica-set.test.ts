import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controllerOf, isReady, isTerminating } from '../../../src/sandbox/controllers/kinds/pod.ts';
import type { ReplicaSet } from '../../../src/sandbox/controllers/kinds/replica-set.ts';
import {
  aClusterWorld,
  addNode,
  addPod,
  addReplicaSet,
  aPodSpec,
  eventsAbout,
  podsOf,
  reportAllReady,
  reportPod,
  type ClusterWorld,
} from './a-cluster-world.ts';

describe('a ReplicaSet', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
    addNode(world.cluster, { name: 'n1' });
  });
  afterEach(() => world.stop());

  const set = () => world.cluster.get<ReplicaSet>('replicasets.apps', 'shop', 'web');
  const resize = (replicas: number) =>
    world.cluster.edit<ReplicaSet>('replicasets.apps', 'shop', 'web', (draft) => {
      draft.spec.replicas = replicas;
    });
  const living = () => podsOf(world.cluster, 'web').filter((pod) => !isTerminating(pod));

  it('adopts pods that it selects and that nobody owns, and makes only what is missing', async () => {
    addPod(world.cluster, { name: 'a', nodeName: 'n1' });
    addReplicaSet(world.cluster, { name: 'web', replicas: 2 });

    await world.until('there are two', () => living().length === 2);
    await world.until('both are owned', () => living().every((pod) => controllerOf(pod)?.name === 'web'));

    expect(living().map(({ metadata }) => metadata.name)).toContain('a');
  });

  it('lets go of a pod that lost its labels, and makes another', async () => {
    addReplicaSet(world.cluster, { name: 'web', replicas: 1 });
    await world.until('there is one', () => living().length === 1);
    const name = living()[0]?.metadata.name ?? '';

    world.cluster.edit('pods', 'shop', name, (draft) => {
      draft.metadata.labels = { app: 'other' };
    });
    await world.until('there is another', () => living().length === 1);
    await world.until('the first is free', () => !controllerOf(podsOf(world.cluster, 'other')[0]!));

    expect(podsOf(world.cluster, 'other')[0]?.metadata.name).toBe(name);
  });

  it('takes away those it can best do without: not placed before running, unready before ready', async () => {
    addReplicaSet(world.cluster, { name: 'web', replicas: 3 });
    await world.until('all are placed', () => living().filter(({ spec }) => spec.nodeName).length === 3);
    const [one, two, three] = living();
    reportPod(world.cluster, one!, 'ready');
    reportPod(world.cluster, two!, 'unready');
    reportPod(world.cluster, three!, 'ready');

    resize(2);
    await world.until('two are left', () => living().length === 2);

    expect(living().every(isReady)).toBe(true);
  });

  it('replaces a failed pod and leaves it where it is', async () => {
    addReplicaSet(world.cluster, { name: 'web', replicas: 1 });
    await world.until('there is one', () => living().length === 1);

    reportPod(world.cluster, living()[0]!, 'Failed');

    await world.until('there is another', () => podsOf(world.cluster, 'web').length === 2);
    expect(podsOf(world.cluster, 'web').filter(({ status }) => status?.phase === 'Failed')).toHaveLength(1);
  });

  it('counts a pod as available only after its time', async () => {
    reportAllReady(world.cluster);
    const ready = world.instantOf<ReplicaSet>(
      'replicasets.apps',
      ({ object }) => object.status?.readyReplicas === 1 && object.status.availableReplicas === undefined,
    );
    const available = world.instantOf<ReplicaSet>(
      'replicasets.apps',
      ({ object }) => object.status?.availableReplicas === 1,
    );

    addReplicaSet(world.cluster, { name: 'web', replicas: 1, spec: { minReadySeconds: 30 } });

    const took = (await available()) - (await ready());
    expect(took).toBeGreaterThan(28_500);
    expect(took).toBeLessThan(31_000);
  });

  it('says so when it may not make a pod, and goes on when it may', async () => {
    world.cluster.create('resourcequotas', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'few', namespace: 'shop' },
      spec: { hard: { pods: '1' } },
    });
    addReplicaSet(world.cluster, { name: 'web', replicas: 2 });
    await world.until('it complains', () => eventsAbout(world.cluster, 'web').includes('FailedCreate'));
    await world.until('its status says so', () => set()?.status?.conditions?.[0]?.reason === 'FailedCreate');
    const message = set()?.status?.conditions?.[0]?.message;

    world.cluster.delete('resourcequotas', 'shop', 'few');
    await world.until('there are two', () => living().length === 2);
    await world.until('nothing is wrong any more', () => set()?.status?.conditions === undefined);

    expect(message).toContain('exceeded quota: few');
  });
});

describe('a ReplicationController', () => {
  it('keeps its pods as a ReplicaSet does', async () => {
    const world = aClusterWorld();
    addNode(world.cluster, { name: 'n1' });
    world.cluster.create('replicationcontrollers', {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'old', namespace: 'shop' },
      spec: {
        replicas: 2,
        selector: { app: 'old' },
        template: { metadata: { labels: { app: 'old' } }, spec: aPodSpec() },
      },
    });

    await world.until('there are two', () => podsOf(world.cluster, 'old').length === 2);

    expect(controllerOf(podsOf(world.cluster, 'old')[0]!)).toMatchObject({
      kind: 'ReplicationController',
      name: 'old',
    });
    world.stop();
  });
});
