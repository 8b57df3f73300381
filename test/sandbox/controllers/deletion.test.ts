import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Namespace } from '../../../src/sandbox/controllers/kinds/namespace.ts';
import { isTerminating, type Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import {
  aClusterWorld,
  addDeployment,
  addNamespace,
  addNode,
  addPod,
  podsOf,
  type ClusterWorld,
} from './a-cluster-world.ts';

describe('what is deleted', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
    addNode(world.cluster, { name: 'n1' });
  });
  afterEach(() => world.stop());

  const sets = () => world.cluster.list('replicasets.apps', 'shop');
  const deployed = async () => {
    addDeployment(world.cluster, { name: 'web', replicas: 2, podSpec: { nodeSelector: { nowhere: 'yes' } } });
    await world.until('two pods are there', () => podsOf(world.cluster, 'web').length === 2);
  };

  it('takes along what it owned, and what that owned', async () => {
    await deployed();

    world.cluster.delete('deployments.apps', 'shop', 'web');

    await world.until('all is gone', () => sets().length === 0 && podsOf(world.cluster, 'web').length === 0);
    expect(world.cluster.get('deployments.apps', 'shop', 'web')).toBeUndefined();
  });

  it('waits for what it owned if it is deleted in the foreground', async () => {
    await deployed();
    const [pod] = podsOf(world.cluster, 'web');
    world.cluster.edit<Pod>('pods', 'shop', pod?.metadata.name ?? '', (draft) => {
      draft.metadata.finalizers = ['example.com/hold'];
    });

    world.cluster.delete('deployments.apps', 'shop', 'web', { propagation: 'Foreground' });
    await world.until('the other pod is gone', () => podsOf(world.cluster, 'web').length === 1);
    await world.pass(3_000);
    const meanwhile = [world.cluster.get('deployments.apps', 'shop', 'web') !== undefined, sets().length];
    world.cluster.edit<Pod>('pods', 'shop', pod?.metadata.name ?? '', (draft) => {
      draft.metadata.finalizers = [];
    });
    await world.until(
      'all is gone',
      () => world.cluster.get('deployments.apps', 'shop', 'web') === undefined,
    );

    expect(meanwhile).toEqual([true, 1]);
    expect(podsOf(world.cluster, 'web')).toEqual([]);
  });

  it('sets free what it owned if it is told to', async () => {
    await deployed();

    world.cluster.delete('deployments.apps', 'shop', 'web', { propagation: 'Orphan' });
    await world.until('it is gone', () => world.cluster.get('deployments.apps', 'shop', 'web') === undefined);
    await world.pass(3_000);

    expect(sets()).toHaveLength(1);
    expect(sets()[0]?.metadata.ownerReferences).toBeUndefined();
    expect(podsOf(world.cluster, 'web')).toHaveLength(2);
  });

  it('is not missed by objects whose owner is of an unknown kind', async () => {
    addPod(world.cluster, { name: 'a' });

    world.cluster.edit<Pod>('pods', 'shop', 'a', (draft) => {
      draft.metadata.ownerReferences = [
        { apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', uid: '1' },
      ];
    });
    await world.pass(5_000);

    expect(world.cluster.get('pods', 'shop', 'a')).toBeDefined();
  });

  it('is a namespace only when all that was in it is gone', async () => {
    addNamespace(world.cluster, 'team');
    addPod(world.cluster, { name: 'a', namespace: 'team', nodeName: 'n1' });
    world.cluster.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'team' },
    });

    world.cluster.delete('namespaces', undefined, 'team');
    await world.until('the pod terminates', () => isTerminating(world.cluster.get('pods', 'team', 'a')!));
    await world.until('the rest is gone', () => world.cluster.get('configmaps', 'team', 'c') === undefined);
    await world.pass(3_000);
    const meanwhile = world.cluster.get<Namespace>('namespaces', undefined, 'team');
    world.cluster.delete('pods', 'team', 'a', { graceSeconds: 0 });
    await world.until('it is gone', () => world.cluster.get('namespaces', undefined, 'team') === undefined);

    expect(meanwhile?.status?.phase).toBe('Terminating');
  });

  it('is a namespace at once if it is empty', async () => {
    addNamespace(world.cluster, 'team');

    world.cluster.delete('namespaces', undefined, 'team');

    await world.until('it is gone', () => world.cluster.get('namespaces', undefined, 'team') === undefined);
    expect(world.cluster.get('namespaces', undefined, 'shop')).toBeDefined();
  });
});
