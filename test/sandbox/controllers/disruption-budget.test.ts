import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DisruptionBudget } from '../../../src/sandbox/controllers/kinds/disruption-budget.ts';
import type { Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import type { OwnerReference } from '../../../src/sandbox/kubernetes/object.ts';
import {
  aClusterWorld,
  addDeployment,
  addNode,
  addPod,
  addReplicaSet,
  eventsAbout,
  podsOf,
  reportAllReady,
  reportPod,
  type ClusterWorld,
} from './a-cluster-world.ts';

describe('a disruption budget', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
    addNode(world.cluster, { name: 'n1' });
  });
  afterEach(() => world.stop());

  const add = (spec: Record<string, unknown>) =>
    world.cluster.create('poddisruptionbudgets.policy', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
    });
  const status = () =>
    world.cluster.get<DisruptionBudget>('poddisruptionbudgets.policy', 'shop', 'web')?.status;
  const condition = () => status()?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  const readyPods = (...names: string[]) => {
    for (const name of names) {
      addPod(world.cluster, { name, nodeName: 'n1' });
      reportPod(world.cluster, name, 'ready');
    }
  };
  const counted = () => world.until('it is counted', () => status()?.observedGeneration === 1);
  const owned = (owner: Partial<OwnerReference>) => {
    addPod(world.cluster, { name: 'a', nodeName: 'n1' });
    world.cluster.edit<Pod>('pods', 'shop', 'a', (draft) => {
      draft.metadata.ownerReferences = [
        { apiVersion: 'v1', kind: 'X', name: 'x', uid: '1', controller: true, ...owner },
      ];
    });
    reportPod(world.cluster, 'a', 'ready');
  };

  it('lets go what is above a number that must stay', async () => {
    readyPods('a', 'b', 'c');
    add({ minAvailable: 2 });

    await counted();

    expect(status()).toMatchObject({
      disruptionsAllowed: 1,
      currentHealthy: 3,
      desiredHealthy: 2,
      expectedPods: 3,
    });
    expect(condition()).toMatchObject({
      status: 'True',
      reason: 'SufficientPods',
      observedGeneration: 1,
      message: '',
    });
  });

  it('counts after a lag, so that for a moment the old numbers stand', async () => {
    readyPods('a', 'b', 'c');
    add({ minAvailable: 2 });
    await counted();

    reportPod(world.cluster, 'c', 'unready');
    const atOnce = status()?.currentHealthy;
    await world.until('it is counted anew', () => status()?.currentHealthy === 2);

    expect(atOnce).toBe(3);
    expect(status()?.disruptionsAllowed).toBe(0);
  });

  it.each([
    [{ minAvailable: '50%' }, 7, { expectedPods: 7, desiredHealthy: 4, disruptionsAllowed: 3 }],
    [{ maxUnavailable: '30%' }, 5, { expectedPods: 5, desiredHealthy: 3, disruptionsAllowed: 2 }],
    [{ maxUnavailable: '1%' }, 3, { expectedPods: 3, desiredHealthy: 2, disruptionsAllowed: 1 }],
    [{ maxUnavailable: 9 }, 3, { expectedPods: 3, desiredHealthy: 0, disruptionsAllowed: 3 }],
    [{ minAvailable: 5 }, 2, { expectedPods: 2, desiredHealthy: 5, disruptionsAllowed: 0 }],
  ])('rounds up: %j of a Deployment of %i', async (spec, replicas, numbers) => {
    reportAllReady(world.cluster);
    addDeployment(world.cluster, { name: 'web', replicas });
    add(spec);

    await world.until('all are healthy', () => status()?.currentHealthy === replicas);

    expect(status()).toMatchObject(numbers);
  });

  it('follows the size that the owner wants, before the pods are there', async () => {
    readyPods('a', 'b', 'c', 'd');
    addReplicaSet(world.cluster, { name: 'web', replicas: 4, podSpec: { nodeSelector: { nowhere: 'yes' } } });
    add({ minAvailable: '50%' });
    await world.until('four are expected', () => status()?.expectedPods === 4);

    world.cluster.edit('replicasets.apps', 'shop', 'web', (draft) => {
      (draft['spec'] as { replicas: number }).replicas = 6;
    });
    await world.until('six are expected', () => status()?.expectedPods === 6);

    expect(status()).toMatchObject({ currentHealthy: 4, desiredHealthy: 3, disruptionsAllowed: 1 });
  });

  it('expects no pods without an owner where it needs a size, and says so', async () => {
    readyPods('a', 'b');
    add({ maxUnavailable: 1 });

    await counted();

    expect(status()).toMatchObject({
      disruptionsAllowed: 0,
      currentHealthy: 2,
      desiredHealthy: 0,
      expectedPods: 0,
    });
    expect(condition()?.reason).toBe('InsufficientPods');
    expect(eventsAbout(world.cluster, 'web')).toContain('UnmanagedPods');
  });

  it('fails for ever over pods whose owner has no scale', async () => {
    owned({ apiVersion: 'example.com/v1', kind: 'Widget' });
    add({ maxUnavailable: 1 });

    await world.until('it says that it failed', () => condition()?.reason === 'SyncFailed');

    expect(condition()?.message).toBe('no matches for kind "Widget" in version "example.com/v1"');
    expect(status()?.observedGeneration).toBeUndefined();
    expect(status()).toMatchObject({ disruptionsAllowed: 0, expectedPods: 0 });
  });

  it('says of a DaemonSet that it has no scale', async () => {
    world.cluster.create('daemonsets.apps', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'a', image: 'a:1' }] },
        },
      },
    });
    add({ maxUnavailable: 1 });

    await world.until('it says that it failed', () => condition()?.reason === 'SyncFailed');

    expect(condition()?.message).toBe('daemonsets.apps does not implement the scale subresource');
  });

  it('says of an owner that is gone that there is none', async () => {
    owned({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'gone' });
    world.controllers.pause();
    add({ maxUnavailable: 1 });
    world.controllers.resume();

    await world.until('it says that it failed', () => condition()?.reason === 'SyncFailed');

    expect(condition()?.message).toBe('found no controllers for pod "a"');
  });

  it('counts terminating pods as expected but not as healthy, and finished ones as expected', async () => {
    readyPods('a', 'b', 'c');
    reportPod(world.cluster, 'c', 'Succeeded');
    add({ minAvailable: 1 });
    await world.until('two are healthy', () => status()?.currentHealthy === 2);

    world.cluster.delete('pods', 'shop', 'a');
    await world.until('one is left', () => status()?.currentHealthy === 1);

    expect(status()?.expectedPods).toBe(3);
  });

  it('holds a granted eviction against the budget until it is two minutes old or the deletion is seen', async () => {
    readyPods('a', 'b', 'c');
    add({ minAvailable: 1 });
    await counted();
    const grant = (name: string) =>
      world.cluster.edit<DisruptionBudget>('poddisruptionbudgets.policy', 'shop', 'web', (draft) => {
        draft.status = {
          ...(draft.status ?? { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }),
          disruptedPods: { ...draft.status?.disruptedPods, [name]: world.clock.isoSeconds() },
          disruptionsAllowed: (draft.status?.disruptionsAllowed ?? 0) - 1,
        };
      });

    const forgotten = world.instantOf<DisruptionBudget>(
      'poddisruptionbudgets.policy',
      ({ object, previous }) => previous?.status?.currentHealthy === 2 && object.status?.currentHealthy === 3,
    );
    const granted = world.clock.now();
    grant('a');
    await world.until('it counts', () => status()?.currentHealthy === 2);
    const held = status()?.disruptedPods;
    const heldFor = (await forgotten()) - granted;
    grant('b');
    world.cluster.delete('pods', 'shop', 'b');
    await world.until('the deletion is seen', () => status()?.disruptedPods === undefined);

    expect(held).toHaveProperty('a');
    expect(heldFor).toBeGreaterThan(118_000);
    expect(heldFor).toBeLessThan(121_500);
    expect(status()?.currentHealthy).toBe(2);
    expect(eventsAbout(world.cluster, 'a')).toContain('NotDeleted');
  });

  it('covers all pods with an empty selector and none without a selector', async () => {
    readyPods('a', 'b');
    add({ minAvailable: 2, selector: {} });
    await counted();
    const all = status()?.expectedPods;
    world.cluster.delete('poddisruptionbudgets.policy', 'shop', 'web');

    world.cluster.create('poddisruptionbudgets.policy', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { minAvailable: 2 },
    });
    await counted();

    expect([all, status()?.expectedPods]).toEqual([2, 0]);
  });

  it('is not counted while the controllers stand still', async () => {
    readyPods('a', 'b');
    add({ minAvailable: 1 });
    await counted();

    world.controllers.pause();
    reportPod(world.cluster, 'b', 'unready');
    await world.pass(2_000);
    const meanwhile = status()?.currentHealthy;
    world.controllers.resume();
    await world.until('it is counted', () => status()?.currentHealthy === 1);

    expect(meanwhile).toBe(2);
    expect(podsOf(world.cluster, 'web')).toHaveLength(2);
  });
});
