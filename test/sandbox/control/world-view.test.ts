import { describe, expect, it, onTestFinished } from 'vitest';
import { EffectStory } from '../../../src/sandbox/control/view/effect-story.ts';
import { ServiceHistory } from '../../../src/sandbox/control/view/service-history.ts';
import { viewWorld } from '../../../src/sandbox/control/view/view-world.ts';
import type { NodeView, WorldView } from '../../../src/sandbox/control/view/world-view.ts';
import type { Node } from '../../../src/sandbox/controllers/kinds/node.ts';
import { findScenario } from '../../../src/sandbox/scenarios/catalogue.ts';
import type { SmallWorld } from './a-small-world.ts';
import { aSmallWorld, HandMeter } from './a-small-world.ts';

const NOTHING = { history: new ServiceHistory(new HandMeter()), effects: [], notes: 0 };

interface Looking {
  readonly world: SmallWorld;
  readonly look: () => WorldView;
  /** The picture, once it is so. */
  readonly until: (what: string, isSo: (view: WorldView) => boolean) => Promise<WorldView>;
}

async function aWorldToLookAt(scenario = 'small'): Promise<Looking> {
  const world = await aSmallWorld({ scenario: findScenario(scenario), speed: 500 });
  onTestFinished(() => world.stop());
  const look = (): WorldView => viewWorld(world, undefined, NOTHING);
  return {
    world,
    look,
    async until(what, isSo) {
      const end = performance.now() + 10_000;
      while (performance.now() < end) {
        const view = look();
        if (isSo(view)) return view;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`it was never seen: ${what}; nodes are ${JSON.stringify(look().nodes)}`);
    },
  };
}

const isUp = ({ nodes, pods }: WorldView): boolean =>
  nodes.length === 2 &&
  nodes.every(({ stage }) => stage === 'ready') &&
  pods.filter(({ ready }) => ready).length === 6;

describe('the picture of the world', () => {
  it('shows nodes with their instance, zone and image, and pods with their workload and node', async () => {
    const { until } = await aWorldToLookAt();

    const view = await until('two ready nodes with six pods', isUp);

    expect(view.scenario.name).toBe('small');
    expect(view.zones).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(view.nodes[0]).toMatchObject({
      stage: 'ready',
      zone: 'eu-west-1a',
      kubeletVersion: 'v1.32.3-eks-473151a',
      cordoned: false,
      retiring: false,
      lifecycle: 'InService',
    });
    expect(view.nodes.map(({ pods }) => pods).reduce((sum, count) => sum + count)).toBe(6);
    expect(view.images).toMatchObject([
      { letter: 'A', isNewest: false, nodes: 2 },
      { letter: 'B', isNewest: true, nodes: 0 },
    ]);
    expect(new Set(view.pods.map(({ workload, kind }) => `${kind} ${workload}`))).toEqual(
      new Set(['Deployment shop/web']),
    );
    expect(view.pods.every(({ node }) => view.nodes.some(({ id }) => id === node))).toBe(true);
    expect(view.budgets).toMatchObject([
      { id: 'shop/web', wanted: 4, expected: 6, rule: 'maxUnavailable 2' },
    ]);
  });

  it('follows one instance from its launch to the ready node, as the same thing', async () => {
    const { world, until } = await aWorldToLookAt();
    const before = await until('the beginning', isUp);
    const stages = new Set<NodeView['stage']>();

    world.cloud.configure({ pendingMs: 20_000 });
    const group = world.cloud.groups.get('prod-workers');
    if (!group) throw new Error('the scenario has a group');
    group.desired = 3;
    world.cloud.groups.wake(group);
    const known = new Set(before.nodes.map(({ id }) => id));
    await until('a third ready node', ({ nodes }) => {
      const fresh = nodes.filter(({ id }) => !known.has(id));
      for (const { stage } of fresh) stages.add(stage);
      return fresh.length === 1 && fresh[0]?.stage === 'ready';
    });

    expect([...stages]).toEqual(['launching', 'booting', 'joining', 'ready']);
  });

  it('shows a cordon, a retiring mark and a node that leaves with its instance', async () => {
    const { world, until } = await aWorldToLookAt();
    const { nodes } = await until('the beginning', isUp);
    const [first] = nodes;
    if (!first?.name || !first.instanceId) throw new Error('the first node has a name and an instance');

    world.cluster.edit<Node>('nodes', undefined, first.name, ({ spec }) => {
      spec.unschedulable = true;
      spec.taints = [{ key: 'drover.dev/retiring', effect: 'PreferNoSchedule' }];
    });
    const marked = await until('the marks', ({ nodes: all }) => all[0]?.cordoned === true);
    expect(marked.nodes[0]).toMatchObject({ retiring: true, stage: 'ready' });
    expect(marked.nodes[0]?.taints).toContain('drover.dev/retiring:PreferNoSchedule');

    world.cloud.terminateInstance({ instanceId: first.instanceId });
    await until('that it leaves', ({ nodes: all }) => all[0]?.stage === 'leaving');
    await until('that it is gone', ({ nodes: all }) => all.every(({ id }) => id !== first.id));
  });

  it('shows Nodes that no instance stands behind', async () => {
    const { world, look } = await aWorldToLookAt('empty');

    world.cluster.create<Node>('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'bare-1', labels: { 'topology.kubernetes.io/zone': 'z1' } },
      spec: {},
    });

    expect(look().nodes).toMatchObject([{ name: 'bare-1', zone: 'z1', stage: 'joining' }]);
    expect(look().nodes[0]).not.toHaveProperty('instanceId');
  });

  it('counts pods that are too many to be drawn', async () => {
    const { world, look } = await aWorldToLookAt('empty');
    const template = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [] } };
    for (let index = 0; index < 1_501; index++) {
      const metadata = {
        name: `p${index}`,
        namespace: 'default',
        uid: String(index),
        resourceVersion: '',
        creationTimestamp: '',
      };
      world.cluster.store.put('pods', { ...template, metadata });
    }

    expect(look()).toMatchObject({ podCount: 1_501, pods: [] });
  });

  it('tells a pod that was evicted and one that does not start', async () => {
    const { world, until } = await aWorldToLookAt();
    const { pods } = await until('the beginning', isUp);
    const [pod, other] = pods;
    if (!pod || !other) throw new Error('there are pods');

    world.cluster.edit('pods', pod.namespace, pod.name, (draft) => {
      draft['status'] = { conditions: [{ type: 'DisruptionTarget', status: 'True' }] };
      draft.metadata.finalizers = ['a.test/keep'];
    });
    world.cluster.delete('pods', pod.namespace, pod.name);
    world.cluster.edit('pods', other.namespace, other.name, (draft) => {
      const waiting = { reason: 'CrashLoopBackOff' };
      draft['status'] = { phase: 'Running', containerStatuses: [{ restartCount: 3, state: { waiting } }] };
    });

    const view = await until('both', ({ pods: all }) => all.some(({ waits }) => waits !== undefined));
    expect(view.pods.find(({ id }) => id === pod.id)).toMatchObject({ terminating: true, evicted: true });
    expect(view.pods.find(({ id }) => id === other.id)).toMatchObject({
      waits: 'CrashLoopBackOff',
      restarts: 3,
      ready: false,
    });
  });
});

describe('requests over time', () => {
  it('are what was added in each slot, and begin anew when the meter does', () => {
    const meter = new HandMeter();
    const history = new ServiceHistory(meter);
    const count = (ok: number, failed: number): void => {
      meter.services['shop/web'] = { ok, failed };
      history.sample();
    };

    count(100, 0);
    count(150, 0);
    count(190, 4);
    expect(history.of('shop/web')).toEqual([
      [50, 0],
      [40, 4],
    ]);
    count(10, 0);
    expect(history.of('shop/web')).toEqual([]);
    for (let slot = 0; slot < 100; slot++) count(20 + slot, 0);
    expect(history.of('shop/web')).toHaveLength(60);
    expect(history.of('shop/other')).toEqual([]);
  });
});

describe('effects in words', () => {
  it('say what became of a node, and leave notes and heartbeats out', async () => {
    const { world, until } = await aWorldToLookAt();
    const { nodes } = await until('the beginning', isUp);
    const [{ name = '', instanceId = '' } = {}] = nodes;
    const story = new EffectStory(world);
    world.effects.subscribe((effect) => story.hear(effect));
    const uid = world.cluster.get('nodes', undefined, name)?.metadata.uid ?? '';
    const record = (verb: string, object: string, status = 200, effectUid = uid): void => {
      world.effects.record({
        at: 1,
        actor: 'system:serviceaccount:drover:drover-engine',
        verb,
        object,
        uid: effectUid,
        status,
      });
    };
    const cordon = (unschedulable: boolean): void => {
      world.cluster.edit<Node>(
        'nodes',
        undefined,
        name,
        ({ spec }) => void (spec.unschedulable = unschedulable),
      );
      record('patch nodes', `Node/${name}`);
    };

    cordon(true);
    cordon(true);
    cordon(false);
    record('update leases.coordination.k8s.io', 'Lease/drover/drover');
    record('update configmaps', 'ConfigMap/drover/drover-workers');
    record('create pods/eviction', 'Pod/shop/web-1', 201);
    record('create pods/eviction', 'Pod/shop/web-2', 429);
    record('autoscaling:SetDesiredCapacity', 'AutoScalingGroup/prod-workers');
    record('autoscaling:TerminateInstanceInAutoScalingGroup', `Instance/${instanceId}`, 200, instanceId);
    record('create secrets', 'Secret/shop/x', 403);

    expect(story.told.map(({ did }) => did)).toEqual([
      'cordoned',
      'uncordoned',
      'evicted',
      'was asked to wait with',
      'set the desired capacity to 2',
      'terminated',
      'was refused: create secrets',
    ]);
    expect(story.told[0]).toMatchObject({ actor: 'drover-engine', object: `Node/${name}` });
    expect(story.told.at(-2)?.node).toBe(name);
    expect(story.notes).toBe(2);
  });
});
