import { afterEach, describe, expect, it } from 'vitest';
import { WorldClock } from '../../../src/sandbox/clock.ts';
import { Cluster } from '../../../src/sandbox/kubernetes/cluster.ts';
import type { KubeObject } from '../../../src/sandbox/kubernetes/object.ts';

const clock = new WorldClock(Date.parse('2026-01-01T00:00:00Z'));

interface Pod extends KubeObject {
  spec: Record<string, unknown>;
  status: Record<string, unknown>;
}

function aPod(name: string, spec: object = {}) {
  const containers = [{ name: 'app', image: 'registry.example/app:1' }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: { containers, ...spec },
  };
}

describe('the cluster in process', () => {
  afterEach(() => clock.stop());

  it('fills in what the API server fills in', () => {
    const cluster = new Cluster(clock);

    const pod = cluster.create<Pod>('pods', aPod('a'))!;

    expect(pod.metadata).toMatchObject({
      uid: expect.any(String),
      creationTimestamp: '2026-01-01T00:00:00Z',
    });
    expect(pod.spec).toMatchObject({
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      priority: 0,
    });
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('makes no event of a change that changes nothing', () => {
    const cluster = new Cluster(clock);
    cluster.create('pods', aPod('a'));
    const { version } = cluster.store;

    cluster.edit<Pod>('pods', 'shop', 'a', (pod) => {
      pod.status = { ...pod.status };
    });

    expect(cluster.store.version).toBe(version);
  });

  it('keeps a pod with a node for its grace, and removes it by grace 0', () => {
    const cluster = new Cluster(clock);
    cluster.create('pods', aPod('a', { nodeName: 'n' }));
    const seen: unknown[] = [];
    cluster.watch('pods', ({ type, object }) =>
      seen.push([type, object.metadata.deletionGracePeriodSeconds]),
    );

    cluster.delete('pods', 'shop', 'a');
    cluster.delete('pods', 'shop', 'a', { graceSeconds: 0 });

    expect(seen).toEqual([
      ['MODIFIED', 30],
      ['MODIFIED', 0],
      ['DELETED', 0],
    ]);
  });

  it('removes a pod that has no node, or has ended, at once', () => {
    const cluster = new Cluster(clock);
    cluster.create('pods', aPod('a'));
    cluster.create('pods', aPod('b', { nodeName: 'n' }));
    cluster.edit<Pod>('pods', 'shop', 'b', (pod) => {
      pod.status['phase'] = 'Succeeded';
    });

    cluster.delete('pods', 'shop', 'a');
    cluster.delete('pods', 'shop', 'b');

    expect(cluster.list('pods')).toEqual([]);
  });

  it('holds an object until its last finalizer is off', () => {
    const cluster = new Cluster(clock);
    const metadata = { name: 'held', finalizers: ['example.com/hold'] };
    cluster.create('persistentvolumes', { apiVersion: 'v1', kind: 'PersistentVolume', metadata });

    cluster.delete('persistentvolumes', undefined, 'held');
    const held = cluster.get('persistentvolumes', undefined, 'held');
    cluster.edit('persistentvolumes', undefined, 'held', (volume) => {
      volume.metadata.finalizers = [];
    });

    expect(held?.metadata.deletionTimestamp).toBeDefined();
    expect(cluster.get('persistentvolumes', undefined, 'held')).toBeUndefined();
  });

  it('raises the generation when the spec changes, not when the status does', () => {
    const cluster = new Cluster(clock);
    const metadata = { name: 'web', namespace: 'shop' };
    cluster.create('replicasets.apps', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata,
      spec: { replicas: 1 },
    });
    const generationAfter = (change: (set: Pod) => void): number | undefined =>
      cluster.edit<Pod>('replicasets.apps', 'shop', 'web', change)?.metadata.generation;

    expect(generationAfter((set) => (set.status = { replicas: 1 }))).toBe(1);
    expect(generationAfter((set) => (set.spec['replicas'] = 2))).toBe(2);
  });

  it('says why a creation was refused', () => {
    const cluster = new Cluster(clock);
    const hard = { pods: '1' };
    cluster.create('resourcequotas', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'few', namespace: 'shop' },
      spec: { hard },
    });
    cluster.create('pods', aPod('a'));

    expect(cluster.create('pods', aPod('b'))).toBeUndefined();
    expect(cluster.attempt('pods', aPod('b'))).toMatchObject({
      ok: false,
      refusal: {
        code: 403,
        message:
          'pods "b" is forbidden: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1',
      },
    });
    expect(cluster.attempt('pods', aPod('a'))).toMatchObject({ ok: false, refusal: { code: 403 } });
  });

  it('serves kinds that a scenario brings along', () => {
    const pools = {
      group: 'karpenter.sh',
      version: 'v1',
      plural: 'nodepools',
      kind: 'NodePool',
      namespaced: false,
    };
    const cluster = new Cluster(clock, { customKinds: [pools] });

    const pool = cluster.create('nodepools.karpenter.sh', {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'default' },
      spec: { anything: { goes: [1, 2] } },
    });

    expect(pool?.['spec']).toEqual({ anything: { goes: [1, 2] } });
    expect(pool?.metadata.generation).toBe(1);
  });
});
