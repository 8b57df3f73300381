import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DaemonSet } from '../../../src/sandbox/controllers/kinds/daemon-set.ts';
import type { Node } from '../../../src/sandbox/controllers/kinds/node.ts';
import { isReady, isTerminating } from '../../../src/sandbox/controllers/kinds/pod.ts';
import {
  aClusterWorld,
  addDaemonSet,
  addNode,
  podsOf,
  reportAllReady,
  type ClusterWorld,
} from './a-cluster-world.ts';

describe('a DaemonSet', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
    addNode(world.cluster, { name: 'n1' });
    addNode(world.cluster, { name: 'n2', unschedulable: true });
  });
  afterEach(() => world.stop());

  const nodesWithPod = () =>
    podsOf(world.cluster, 'agent')
      .flatMap(({ spec }) => spec.nodeName ?? [])
      .sort();
  const status = () => world.cluster.get<DaemonSet>('daemonsets.apps', 'shop', 'agent')?.status;

  it('puts a pod on each node, also on a cordoned one and on one that joins later', async () => {
    addDaemonSet(world.cluster, { name: 'agent' });
    await world.until('both nodes have one', () => nodesWithPod().length === 2);

    addNode(world.cluster, { name: 'n3' });
    await world.until('the new one too', () => nodesWithPod().length === 3);
    await world.until('it is counted', () => status()?.currentNumberScheduled === 3);

    expect(nodesWithPod()).toEqual(['n1', 'n2', 'n3']);
    expect(status()).toMatchObject({
      desiredNumberScheduled: 3,
      numberReady: 0,
      numberMisscheduled: 0,
      numberUnavailable: 3,
    });
  });

  it('pins its pods by name and lets them tolerate the troubles of a node', async () => {
    addDaemonSet(world.cluster, { name: 'agent' });

    await world.until('the cordoned node has one', () => nodesWithPod().includes('n2'));

    const pod = podsOf(world.cluster, 'agent').find(({ spec }) => spec.nodeName === 'n2');
    expect(pod?.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }] }],
    });
    expect(pod?.spec.tolerations?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/not-ready:NoExecute',
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/disk-pressure:NoSchedule',
      'node.kubernetes.io/memory-pressure:NoSchedule',
      'node.kubernetes.io/pid-pressure:NoSchedule',
      'node.kubernetes.io/unschedulable:NoSchedule',
    ]);
  });

  it('passes by nodes that its selector or a taint keeps it from, and leaves those that come under one', async () => {
    addNode(world.cluster, { name: 'gpu', labels: { pool: 'gpu' } });
    addDaemonSet(world.cluster, { name: 'agent', podSpec: { nodeSelector: { pool: 'gpu' } } });
    await world.until('its node has one', () => nodesWithPod().length === 1);
    const before = nodesWithPod();

    world.cluster.edit<Node>('nodes', undefined, 'gpu', (draft) => {
      draft.spec.taints = [{ key: 'only', value: 'me', effect: 'NoExecute' }];
    });
    await world.until('its pod leaves', () => podsOf(world.cluster, 'agent').every(isTerminating));

    expect(before).toEqual(['gpu']);
  });

  it('makes another pod on the same node when one is gone', async () => {
    addDaemonSet(world.cluster, { name: 'agent' });
    await world.until('both nodes have one', () => nodesWithPod().length === 2);
    const victim = podsOf(world.cluster, 'agent').find(({ spec }) => spec.nodeName === 'n2');

    world.cluster.delete('pods', 'shop', victim?.metadata.name ?? '', { graceSeconds: 0 });

    await world.until('another is there', () =>
      podsOf(world.cluster, 'agent').some(
        ({ spec, metadata }) => spec.nodeName === 'n2' && metadata.uid !== victim?.metadata.uid,
      ),
    );
    expect(nodesWithPod()).toEqual(['n1', 'n2']);
  });

  it('goes over to a new template one node at a time', async () => {
    reportAllReady(world.cluster);
    addDaemonSet(world.cluster, { name: 'agent' });
    await world.until('both are ready', () => status()?.numberReady === 2);

    world.cluster.edit<DaemonSet>('daemonsets.apps', 'shop', 'agent', (draft) => {
      draft.spec.template.spec.containers[0]!.image = 'registry.example/app:2';
    });
    await world.until('one goes', () => podsOf(world.cluster, 'agent').some(isTerminating));
    await world.pass(2_000);
    const going = podsOf(world.cluster, 'agent').filter(isTerminating);
    world.cluster.delete('pods', 'shop', going[0]?.metadata.name ?? '', { graceSeconds: 0 });
    await world.until('the other follows', () => {
      const pods = podsOf(world.cluster, 'agent');
      return (
        pods.some((pod) => pod.spec.containers[0]?.image?.endsWith(':2') && isReady(pod)) &&
        pods.some(isTerminating)
      );
    });

    expect(going).toHaveLength(1);
  });
});
