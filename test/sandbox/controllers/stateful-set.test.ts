import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isReady, isTerminating, type Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import type { PersistentVolumeClaim } from '../../../src/sandbox/controllers/kinds/persistent-volume-claim.ts';
import type { StatefulSet } from '../../../src/sandbox/controllers/kinds/stateful-set.ts';
import {
  aClusterWorld,
  addNode,
  addStatefulSet,
  podsOf,
  reportAllReady,
  reportPod,
  type ClusterWorld,
} from './a-cluster-world.ts';

describe('a StatefulSet', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
    addNode(world.cluster, { name: 'n1' });
  });
  afterEach(() => world.stop());

  const pod = (name: string) => world.cluster.get<Pod>('pods', 'shop', name);
  const set = () => world.cluster.get<StatefulSet>('statefulsets.apps', 'shop', 'db');
  const names = () => podsOf(world.cluster, 'db').map(({ metadata }) => metadata.name);
  const image = (text: string) =>
    world.cluster.edit<StatefulSet>('statefulsets.apps', 'shop', 'db', (draft) => {
      draft.spec.template.spec.containers[0]!.image = text;
    });

  it('makes its pods one after another, each when the one before is ready', async () => {
    addStatefulSet(world.cluster, { name: 'db', replicas: 2 });

    await world.until('the first is there', () => pod('db-0')?.spec.nodeName !== undefined);
    await world.pass(3_000);
    const before = names();
    reportPod(world.cluster, 'db-0', 'ready');
    await world.until('the second is there', () => pod('db-1') !== undefined);

    expect(before).toEqual(['db-0']);
    expect(pod('db-1')?.metadata.labels).toMatchObject({
      'apps.kubernetes.io/pod-index': '1',
      'statefulset.kubernetes.io/pod-name': 'db-1',
    });
    expect(pod('db-1')?.spec).toMatchObject({ hostname: 'db-1', subdomain: 'db' });
  });

  it('makes all at once if it is told to', async () => {
    addStatefulSet(world.cluster, { name: 'db', replicas: 3, spec: { podManagementPolicy: 'Parallel' } });

    await world.until('all are there', () => names().length === 3);

    expect(names()).toEqual(['db-0', 'db-1', 'db-2']);
  });

  it('gives a name again only when its pod is really gone', async () => {
    addStatefulSet(world.cluster, { name: 'db', replicas: 1 });
    await world.until('it has a node', () => pod('db-0')?.spec.nodeName !== undefined);
    reportPod(world.cluster, 'db-0', 'ready');
    const first = pod('db-0')?.metadata.uid;

    world.cluster.delete('pods', 'shop', 'db-0');
    await world.pass(5_000);
    const meanwhile = pod('db-0')?.metadata;
    world.cluster.delete('pods', 'shop', 'db-0', { graceSeconds: 0 });
    await world.until(
      'a new one is there',
      () => pod('db-0') !== undefined && pod('db-0')?.metadata.uid !== first,
    );

    expect(meanwhile?.uid).toBe(first);
    expect(meanwhile?.deletionTimestamp).toBeDefined();
  });

  it('makes a claim for each pod and keeps it when the pod goes', async () => {
    const template = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    addStatefulSet(world.cluster, { name: 'db', replicas: 1, spec: { volumeClaimTemplates: [template] } });
    await world.until('its pod is there', () => pod('db-0') !== undefined);
    const claim = () =>
      world.cluster.get<PersistentVolumeClaim>('persistentvolumeclaims', 'shop', 'data-db-0');
    const uid = claim()?.metadata.uid;

    world.cluster.edit<StatefulSet>('statefulsets.apps', 'shop', 'db', (draft) => {
      draft.spec.replicas = 0;
    });
    await world.until('its pod is gone', () => pod('db-0') === undefined);

    expect(uid).toBeDefined();
    expect(claim()?.metadata.uid).toBe(uid);
  });

  it('gives up the claims of members that are scaled away, and all of them with itself, if it is told to', async () => {
    const template = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const persistentVolumeClaimRetentionPolicy = { whenScaled: 'Delete', whenDeleted: 'Delete' };
    addStatefulSet(world.cluster, {
      name: 'db',
      replicas: 2,
      spec: {
        podManagementPolicy: 'Parallel',
        volumeClaimTemplates: [template],
        persistentVolumeClaimRetentionPolicy,
      },
    });
    const claims = () =>
      world.cluster.list('persistentvolumeclaims', 'shop').map(({ metadata }) => metadata.name);
    await world.until(
      'both claims are owned',
      () =>
        world.cluster
          .list('persistentvolumeclaims', 'shop')
          .filter(({ metadata }) => metadata.ownerReferences).length === 2,
    );

    world.cluster.edit<StatefulSet>('statefulsets.apps', 'shop', 'db', (draft) => {
      draft.spec.replicas = 1;
    });
    await world.until('its claim goes too', () => claims().length === 1);
    const left = claims();
    world.cluster.delete('statefulsets.apps', 'shop', 'db');

    await world.until('no claim is left', () => claims().length === 0);
    expect(left).toEqual(['data-db-0']);
  });

  it('counts its pods', async () => {
    reportAllReady(world.cluster);
    addStatefulSet(world.cluster, { name: 'db', replicas: 2 });

    await world.until('both are counted', () => set()?.status?.readyReplicas === 2);

    expect(set()?.status).toMatchObject({
      replicas: 2,
      currentReplicas: 2,
      updatedReplicas: 2,
      availableReplicas: 2,
      observedGeneration: 1,
    });
  });

  it('takes its pods to a new template from the end, waiting for each', async () => {
    const stop = reportAllReady(world.cluster);
    addStatefulSet(world.cluster, { name: 'db', replicas: 2 });
    await world.until('both are ready', () => set()?.status?.readyReplicas === 2);
    stop();

    image('registry.example/app:2');
    await world.until('the last goes first', () => pod('db-1') !== undefined && isTerminating(pod('db-1')!));
    const firstMeanwhile = isTerminating(pod('db-0')!);
    world.cluster.delete('pods', 'shop', 'db-1', { graceSeconds: 0 });
    await world.until(
      'it is back',
      () => pod('db-1')?.spec.nodeName !== undefined && !isTerminating(pod('db-1')!),
    );
    await world.pass(3_000);
    const firstBeforeReady = isTerminating(pod('db-0')!);
    reportPod(world.cluster, 'db-1', 'ready');
    await world.until('the first goes too', () => isTerminating(pod('db-0')!));

    expect([firstMeanwhile, firstBeforeReady]).toEqual([false, false]);
    expect(pod('db-1')?.spec.containers[0]?.image).toBe('registry.example/app:2');
  });

  it('keeps the pods below its partition as they were, also when they come back', async () => {
    reportAllReady(world.cluster);
    addStatefulSet(world.cluster, {
      name: 'db',
      replicas: 2,
      spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
    });
    await world.until('both are ready', () => set()?.status?.readyReplicas === 2);

    image('registry.example/app:2');
    await world.until('the second goes', () => isTerminating(pod('db-1')!));
    world.cluster.delete('pods', 'shop', 'db-1', { graceSeconds: 0 });
    await world.until('it is back', () => pod('db-1') !== undefined && isReady(pod('db-1')!));
    world.cluster.delete('pods', 'shop', 'db-0', { graceSeconds: 0 });
    await world.until('the first is back', () => pod('db-0') !== undefined && isReady(pod('db-0')!));

    expect(pod('db-1')?.spec.containers[0]?.image).toBe('registry.example/app:2');
    expect(pod('db-0')?.spec.containers[0]?.image).toBe('registry.example/app:1');
    expect(set()?.status?.currentRevision).not.toBe(set()?.status?.updateRevision);
  });

  it('leaves its pods alone after a change if updates wait for their deletion', async () => {
    reportAllReady(world.cluster);
    addStatefulSet(world.cluster, {
      name: 'db',
      replicas: 1,
      spec: { updateStrategy: { type: 'OnDelete' } },
    });
    await world.until('it is ready', () => set()?.status?.readyReplicas === 1);

    image('registry.example/app:2');
    await world.pass(3_000);
    const untouched = !isTerminating(pod('db-0')!);
    world.cluster.delete('pods', 'shop', 'db-0', { graceSeconds: 0 });
    await world.until('it is back', () => pod('db-0') !== undefined);

    expect(untouched).toBe(true);
    expect(pod('db-0')?.spec.containers[0]?.image).toBe('registry.example/app:2');
  });

  it('shrinks from the end, one at a time', async () => {
    reportAllReady(world.cluster);
    addStatefulSet(world.cluster, { name: 'db', replicas: 3 });
    await world.until('all are ready', () => set()?.status?.readyReplicas === 3);

    world.cluster.edit<StatefulSet>('statefulsets.apps', 'shop', 'db', (draft) => {
      draft.spec.replicas = 1;
    });
    await world.until('the last terminates', () => isTerminating(pod('db-2')!));
    await world.pass(2_000);
    const second = isTerminating(pod('db-1')!);
    world.cluster.delete('pods', 'shop', 'db-2', { graceSeconds: 0 });
    await world.until('then the one before', () => isTerminating(pod('db-1')!));

    expect(second).toBe(false);
  });
});
