import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Node } from '../../../src/sandbox/controllers/kinds/node.ts';
import { isReady, isTerminating, type Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import {
  aClusterWorld,
  addNode,
  addPod,
  eventsAbout,
  reportPod,
  type ClusterWorld,
} from './a-cluster-world.ts';

describe('the life of a node', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld({ settings: { nodeEvictionIntervalMs: 10_000 } });
  });
  afterEach(() => world.stop());

  const node = (name = 'n1') => world.cluster.get<Node>('nodes', undefined, name);
  const taints = (name = 'n1') =>
    (node(name)?.spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
  const pod = (name: string) => world.cluster.get<Pod>('pods', 'shop', name);
  const report = (status: string, name = 'n1') =>
    world.cluster.edit<Node>('nodes', undefined, name, (draft) => {
      draft.status = { ...draft.status, conditions: [{ type: 'Ready', status, reason: 'X', message: '' }] };
    });
  const cordon = (unschedulable: boolean) =>
    world.cluster.edit<Node>('nodes', undefined, 'n1', (draft) => {
      if (unschedulable) draft.spec.unschedulable = true;
      else delete draft.spec.unschedulable;
    });

  it('begins with a taint that goes when it is Ready', async () => {
    addNode(world.cluster, { name: 'n1' });
    const atBirth = taints();

    await world.until('the taint is gone', () => taints().length === 0);

    expect(atBirth).toEqual(['node.kubernetes.io/not-ready:NoSchedule']);
    expect(node()?.metadata.annotations).toMatchObject({ 'node.alpha.kubernetes.io/ttl': '0' });
  });

  it('has a taint with the time while it is cordoned', async () => {
    addNode(world.cluster, { name: 'n1' });
    await world.until('it is free', () => taints().length === 0);

    cordon(true);
    await world.until('the taint is there', () =>
      taints().includes('node.kubernetes.io/unschedulable:NoSchedule'),
    );
    const time = node()?.spec.taints?.[0]?.timeAdded;
    cordon(false);
    await world.until('the taint is gone', () => taints().length === 0);

    expect(time).toMatch(/^2026-01-01T/);
  });

  it('keeps the taints that others gave it', async () => {
    addNode(world.cluster, { name: 'n1' });
    world.cluster.edit<Node>('nodes', undefined, 'n1', (draft) => {
      draft.spec.taints = [...(draft.spec.taints ?? []), { key: 'a', value: '1', effect: 'NoSchedule' }];
    });

    await world.until('only that is left', () => taints().length === 1);

    expect(taints()).toEqual(['a:NoSchedule']);
  });

  it('loses readiness: its pods are not ready, new ones stay away, and those without patience are evicted', async () => {
    addNode(world.cluster, { name: 'n1' });
    const tolerations = [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
    ];
    addPod(world.cluster, { name: 'patient', nodeName: 'n1', podSpec: { tolerations } });
    reportPod(world.cluster, 'patient', 'ready');
    await world.until('it is free', () => taints().length === 0);

    report('False');
    await world.until('the taints are there', () => taints().length === 2);
    await world.until('its pod is not ready', () => !isReady(pod('patient')!));
    await world.until('its pod goes', () => isTerminating(pod('patient')!));

    expect(taints()).toEqual([
      'node.kubernetes.io/not-ready:NoSchedule',
      'node.kubernetes.io/not-ready:NoExecute',
    ]);
    const target = pod('patient')?.status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
    const evicting = node()?.spec.taints?.find(({ effect }) => effect === 'NoExecute');
    const patience = Date.parse(target?.lastTransitionTime ?? '') - Date.parse(evicting?.timeAdded ?? '');
    expect(patience).toBeGreaterThanOrEqual(59_000);
    expect(patience).toBeLessThan(62_000);
    expect(pod('patient')?.status?.conditions?.find(({ type }) => type === 'DisruptionTarget')?.reason).toBe(
      'DeletionByTaintManager',
    );
    expect(eventsAbout(world.cluster, 'patient')).toContain('TaintManagerEviction');
  });

  it('is spared when it comes back in time', async () => {
    addNode(world.cluster, { name: 'n1' });
    addPod(world.cluster, { name: 'a', nodeName: 'n1' });
    await world.until('it is free', () => taints().length === 0);

    report('False');
    await world.until('the taints are there', () => taints().length === 2);
    report('True');
    await world.until('the taints are gone', () => taints().length === 0);
    await world.pass(400_000);

    expect(isTerminating(pod('a')!)).toBe(false);
  });

  it('is emptied one node of a zone at a time', async () => {
    addNode(world.cluster, { name: 'n1' });
    addNode(world.cluster, { name: 'n2' });
    await world.until('both are free', () => taints('n1').length + taints('n2').length === 0);

    report('False', 'n1');
    report('False', 'n2');
    const evicting = () =>
      ['n1', 'n2'].filter((name) => taints(name).some((taint) => taint.endsWith('NoExecute')));
    await world.until('both are to be emptied', () => evicting().length === 2);

    const times = ['n1', 'n2'].map((name) => {
      const taint = node(name)?.spec.taints?.find(({ effect }) => effect === 'NoExecute');
      return Date.parse(taint?.timeAdded ?? '');
    }) as [number, number];
    expect(Math.abs(times[0] - times[1])).toBeGreaterThanOrEqual(9_000);
  });

  it('is Unknown when its kubelet has been silent for too long', async () => {
    addNode(world.cluster, { name: 'n1' });
    world.cluster.create('leases.coordination.k8s.io', {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'n1', namespace: 'kube-node-lease' },
      spec: { holderIdentity: 'n1' },
    });

    await world.until(
      'nobody vouches for it',
      () => node()?.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'Unknown',
    );
    await world.until('it is unreachable', () =>
      taints().includes('node.kubernetes.io/unreachable:NoExecute'),
    );

    const unknown = node()?.status?.conditions?.find(({ type }) => type === 'Ready');
    const lease = world.cluster.get('leases.coordination.k8s.io', 'kube-node-lease', 'n1');
    const silence =
      Date.parse(unknown?.lastTransitionTime ?? '') - Date.parse(lease?.metadata.creationTimestamp ?? '');
    expect(silence).toBeGreaterThanOrEqual(50_000);
    expect(silence).toBeLessThan(52_000);
  });

  it('without a kubelet stays Ready for an hour', async () => {
    addNode(world.cluster, { name: 'n1' });

    await world.pass(600_000);

    expect(node()?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
  });

  it('takes its pods along when it vanishes', async () => {
    addNode(world.cluster, { name: 'n1' });
    addPod(world.cluster, { name: 'a', nodeName: 'n1' });
    const gone = world.instantOf('pods', ({ type }) => type === 'DELETED');

    const vanished = world.clock.now();
    world.cluster.delete('nodes', undefined, 'n1');

    expect((await gone()) - vanished).toBe(40_000);
    expect(pod('a')).toBeUndefined();
  });
});
