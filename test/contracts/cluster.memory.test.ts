import { describe, expect, it } from 'vitest';
import type { PodTarget } from '../../src/ports/cluster.ts';
import { ManualClock } from '../fakes/ports/manual-clock.ts';
import { MemoryCluster } from '../fakes/ports/memory-cluster.ts';
import { describeClusterContract } from './cluster.contract.ts';
import type { PodDraft } from './cluster.contract.ts';

describeClusterContract('in memory', async () => {
  const clock = new ManualClock();
  const cluster = new MemoryCluster(clock);
  const { objects } = cluster;
  const namespace = 'contract';
  const makePod = (name: string, draft: PodDraft, inside = namespace): PodTarget => {
    const phase = draft.phase ?? (draft.node ? 'Running' : 'Pending');
    const ready = (draft.ready ?? true) && phase === 'Running';
    const { metadata } = objects.put('pods', {
      metadata: {
        name,
        namespace: inside,
        labels: draft.labels ?? {},
        creationTimestamp: new Date(clock.now()).toISOString(),
      },
      spec: { containers: [{ name: 'main' }], ...(draft.node ? { nodeName: draft.node.name } : {}) },
      status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
    });
    return { namespace: inside, name, uid: metadata.uid };
  };
  return {
    cluster,
    namespace,
    ownLabel: 'drover.dev/test',
    node: async (name, labels = {}) => {
      const { metadata } = objects.put('nodes', {
        metadata: {
          name,
          labels: { 'drover.dev/test': '', ...labels },
          creationTimestamp: new Date(clock.now()).toISOString(),
        },
        spec: {},
        status: {},
      });
      return { name, uid: metadata.uid };
    },
    pod: async (name, draft) => makePod(name, draft),
    recreate: async (pod, draft) => {
      objects.remove('pods', pod.namespace, pod.name);
      return makePod(pod.name, draft);
    },
    budget: async (name, { app, minAvailable, unhealthyPodEvictionPolicy }) => {
      objects.put('poddisruptionbudgets', {
        metadata: { name, namespace, generation: 1 },
        spec: {
          selector: { matchLabels: { app } },
          minAvailable,
          ...(unhealthyPodEvictionPolicy === undefined ? {} : { unhealthyPodEvictionPolicy }),
        },
      });
      cluster.recount();
    },
    deployment: async (name) => {
      objects.put('deployments', {
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        metadata: { name, namespace },
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: name } },
          template: { spec: { containers: [] } },
        },
      });
    },
    meddle: async ({ name }, { annotation, taint }) => {
      objects.edit('nodes', undefined, name, (node) => {
        if (annotation !== undefined)
          node.metadata.annotations = { ...node.metadata.annotations, [annotation]: 'x' };
        if (taint !== undefined)
          node.spec = {
            ...node.spec,
            taints: [...(node.spec?.taints ?? []), { key: taint, effect: 'NoSchedule' }],
          };
      });
    },
    terminating: async () => {
      cluster.terminatingNamespaces.add('leaving');
      return makePod('left-behind', {}, 'leaving');
    },
    unobserved: async (name, app) => {
      cluster.budgetsPaused = true;
      objects.put('poddisruptionbudgets', {
        metadata: { name, namespace, generation: 1 },
        spec: { selector: { matchLabels: { app } }, minAvailable: 0 },
      });
      return async () => {
        cluster.budgetsPaused = false;
      };
    },
    denying: async (message) => {
      cluster.denial = () => message;
      return async () => {
        cluster.denial = undefined;
      };
    },
    vanished: async () => [],
    close: async () => {},
  };
});

describe('a cluster in memory', () => {
  it('lets an edit that is under way land on no other version of the node, as the API server does', async () => {
    const cluster = new MemoryCluster(new ManualClock());
    const { metadata } = cluster.objects.put('nodes', { metadata: { name: 'one' }, spec: {}, status: {} });

    const editing = cluster.editNode({ name: 'one', uid: metadata.uid }, { unschedulable: true });
    for (const unschedulable of [true, false])
      cluster.objects.edit('nodes', undefined, 'one', (node) => void (node.spec = { unschedulable }));

    expect(await editing).toEqual({ kind: 'stale' });
    expect(cluster.objects.get('nodes', undefined, 'one')?.spec?.unschedulable).toBe(false);
  });
});
