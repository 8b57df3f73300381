import { describe, expect, it } from 'vitest';
import { instanceIdOf } from '../../src/core/fleet/node.ts';
import { isPodReady, isTerminating } from '../../src/core/fleet/pod.ts';
import { PortError } from '../../src/ports/port-error.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop, cordonedNodes, deeds, podsOn } from './a-shop.ts';

describe('what happens between looking and acting', () => {
  it('lets go of a node when another one was lost between its claim and its cordon (sim seed 1000265)', async () => {
    const company = await aShop();
    const { world } = company;
    await company.approve();
    refuseFirstCordon(company);
    const taken = await company.run(({ active }) => active !== undefined);
    const claimed = taken.active?.node.name ?? '';
    expect(await cordonedNodes(company)).toEqual([]);

    const lost = world.cluster.objects.list('nodes').find(({ metadata }) => metadata.name !== claimed);
    world.setReady(lost?.metadata.name ?? '', 'Unknown');
    await company.run(({ active }) => active === undefined);
    expect(company.rollout.phase).toBe('running');
    expect(await cordonedNodes(company)).toEqual([]);
    expect(deeds(company, 'evict')).toEqual([]);

    world.setReady(lost?.metadata.name ?? '', 'True');
    expect((await company.run()).phase).toBe('succeeded');
  });

  it('spares a workload that came to the node between its claim and its cordon as any other (sim seed 22411050)', async () => {
    const company = await aShop();
    const { world } = company;
    await company.approve();
    refuseFirstCordon(company);
    const taken = await company.run(({ active }) => active !== undefined);
    const newest = world.cluster.objects.list('nodes').at(-1)?.metadata.name ?? '';
    world.cluster.objects.edit('nodes', undefined, newest, (node) => {
      node.status = { ...node.status, allocatable: { ...node.status?.allocatable, pods: '0' } };
    });
    await world.seedWorkload({ name: 'late', replicas: 8 });
    expect((await podsOn(company, taken.active?.node.name ?? '')).length).toBeGreaterThan(4);
    const readyNow = (): number =>
      world.cluster.objects
        .list('pods')
        .filter((pod) => pod.metadata.labels?.['app'] === 'late' && isPodReady(pod) && !isTerminating(pod))
        .length;
    let least = readyNow();
    world.cluster.objects.subscribe(() => {
      least = Math.min(least, readyNow());
    });

    const { active } = await company.run((rollout) => rollout.active?.stage === 'judging');

    const moved = deeds(company, 'evict').filter((pod) => pod.includes('/late-'));
    expect(moved.length).toBeGreaterThan(2);
    // A quarter of eight, as of every workload without a budget.
    expect(least).toBe(6);
    expect(active?.workloads.map(({ ref }) => ref)).toContain('Deployment/shop/late');
  });

  it('does not end an instance whose node was deleted and has registered anew (sim seed 1001405)', async () => {
    const company = await aShop();
    const { world } = company;
    await company.approve();
    const { active } = await company.run((rollout) => rollout.active?.stage === 'judging');
    const { name = '', instanceId = '' } = active?.node ?? {};
    world.cluster.objects.remove('nodes', undefined, name);
    world.registerAgain(instanceId);
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem).toMatchObject({ kind: 'node-registered-anew', objects: [`Node/${name}`] });
    expect(rollout.active).toBeUndefined();
    expect(deeds(company, 'terminate')).toEqual([]);

    await company.press('UANN', 'resume');
    const goneOn = await company.run(({ results }) => results.length > 0);
    expect(goneOn.results[0]).toMatchObject({ instanceId, result: 'skipped' });
    expect(world.cluster.objects.list('nodes').map(instanceIdOf)).toContain(instanceId);
  });

  it('leaves a cordon alone that came after somebody had taken its own off (sim seed 5000835)', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ active }) => active?.drainStartedAt !== undefined);
    const name = company.rollout.active?.node.name ?? '';
    setUnschedulable(company, name, false);
    expect((await company.run()).problem).toMatchObject({ kind: 'uncordoned-by-other' });

    setUnschedulable(company, name, true);
    await company.press('UANN', 'abort');
    expect((await company.run()).phase).toBe('aborted');
    expect(await cordonedNodes(company)).toEqual([name]);
  });

  it('knows such a cordon again although it could not act in between: its audit log was full (sim seed 8000145)', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ active }) => active?.drainStartedAt !== undefined);
    const name = company.rollout.active?.node.name ?? '';
    const append = company.audit.append.bind(company.audit);
    company.audit.append = async () => {
      throw new PortError('unavailable', 'append audit', 'no space left on device');
    };
    setUnschedulable(company, name, false);
    for (let count = 0; count < 5; count++) await company.tick();
    setUnschedulable(company, name, true);
    company.audit.append = append;
    expect(await company.run()).toMatchObject({ phase: 'paused', problem: { kind: 'uncordoned-by-other' } });
    expect(await cordonedNodes(company)).toEqual([name]);

    await company.press('UANN', 'abort');
    const { phase, lostCordons } = await company.run();
    expect({ phase, lostCordons }).toEqual({ phase: 'aborted', lostCordons: undefined });
    expect(await cordonedNodes(company)).toEqual([name]);
    expect(await marksOn(company, name)).toEqual([]);
  });

  it('cordons anew what others opened, closed and opened again, without the old marks in between', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ active }) => active?.drainStartedAt !== undefined);
    const name = company.rollout.active?.node.name ?? '';
    setUnschedulable(company, name, false);
    await company.run(({ lostCordons }) => lostCordons !== undefined);
    setUnschedulable(company, name, true);
    expect((await company.run()).phase).toBe('paused');
    setUnschedulable(company, name, false);
    await company.world.clock.advance(120_000);

    await company.press('UANN', 'resume');
    const { phase, lostCordons, results } = await company.run();
    expect({ phase, lostCordons }).toEqual({ phase: 'succeeded', lostCordons: undefined });
    expect(results.map(({ result }) => result)).toEqual(['replaced', 'replaced', 'replaced']);
  });

  it('does nothing and asks a person when an effect would break a promise, whatever decided it', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ phase }) => phase === 'running');
    const held = await company.slots.read('workers');
    const before = company.world.effects.length;
    if (held) {
      const rollout = { ...company.rollout, approvals: [] };
      await company.slots.save({ ...held.slot, rollout }, held.version);
    }
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem).toMatchObject({ kind: 'promise-broken' });
    expect(rollout.problem?.message).toContain('that 0 of 1 people approved');
    expect(company.world.effects.slice(before)).toEqual([]);
    expect(company.log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { invariant: 'I8' } },
    ]);
  });

  it('asks a person when the maximum of the group was lowered after preflight, and asks AWS for nothing (sim seed 144324480)', async () => {
    const company = await aShop();
    const { world } = company;
    const group = world.cloud.groups.get('workers')!;
    const { maxSize } = group;
    await company.approve();
    const tag = world.nodeGroups.tag.bind(world.nodeGroups);
    world.nodeGroups.tag = async (...args) => {
      group.maxSize = group.desired;
      return tag(...args);
    };

    expect((await company.run()).problem).toMatchObject({
      kind: 'max-size',
      message: 'The surge needs 4 nodes, and the Auto Scaling group has a maximum of 3 by now.',
    });
    expect(deeds(company, 'set desired')).toEqual([]);

    group.maxSize = maxSize;
    world.nodeGroups.tag = tag;
    await company.press('UANN', 'resume');
    expect((await company.run()).phase).toBe('succeeded');
  });

  it('lets the group launch again although an old description shows nothing of its stop (sim seed 2000035)', async () => {
    const company = await aShop();
    const { cloud, nodeGroups } = company.world;
    cloud.noCapacity = 'InsufficientInstanceCapacity';
    const describe = nodeGroups.describe.bind(nodeGroups);
    nodeGroups.describe = async (name) => {
      const group = await describe(name);
      const seen = group?.suspendedProcesses.filter((process) => process !== 'Launch' || group.desired > 3);
      return group && { ...group, suspendedProcesses: seen ?? [] };
    };
    await company.approve();
    expect((await company.run()).problem).toMatchObject({ kind: 'no-capacity' });

    expect(deeds(company, 'suspend')).toContain('workers: Launch');
    expect(cloud.groups.get('workers')?.suspendedProcesses).not.toContain('Launch');
    expect(company.rollout.launchStopped).toBeUndefined();
  });

  it('puts back what a description from before the start does not show (sim seed 3000810)', async () => {
    const company = await aShop();
    const { cloud, nodeGroups, clock } = company.world;
    const describe = nodeGroups.describe.bind(nodeGroups);
    const old = await describe('workers');
    await company.approve();
    await company.run(({ raisedAt }) => raisedAt !== undefined);
    const raisedAt = clock.now();
    expect(cloud.groups.get('workers')).toMatchObject({ desired: 4, suspendedProcesses: ['AZRebalance'] });
    // The cloud is eventually consistent: within a minute.
    nodeGroups.describe = async (name) => (clock.now() < raisedAt + 60_000 ? old : describe(name));
    await company.press('UANN', 'abort');
    const rollout = await company.run();

    expect(rollout.phase).toBe('aborted');
    expect(clock.now() - raisedAt).toBeGreaterThanOrEqual(60_000);
    await clock.advance(120_000);
    expect(await describe('workers')).toMatchObject({ desired: 3, suspendedProcesses: [], tags: {} });
  });

  it('does not take what a description of before its own change shows for the doing of others', async () => {
    const company = await aShop();
    const { nodeGroups, clock } = company.world;
    const describe = nodeGroups.describe.bind(nodeGroups);
    const old = await describe('workers');
    await company.approve();
    await company.run(({ surgedAt }) => surgedAt !== undefined);
    const surgedAt = company.rollout.surgedAt ?? 0;
    nodeGroups.describe = async (name) => (clock.now() < surgedAt + 59_000 ? old : describe(name));
    const rollout = await company.run();

    expect(rollout.phase).toBe('succeeded');
    expect(rollout.story.map(({ kind }) => kind)).not.toContain('paused');
  });

  it('takes tags and stopped processes back once, whatever a description of the first minute shows', async () => {
    const company = await aShop();
    const { nodeGroups } = company.world;
    const describe = nodeGroups.describe.bind(nodeGroups);
    await company.approve();
    await company.run(({ groupChangedAt }) => groupChangedAt !== undefined);
    nodeGroups.describe = async (name) => {
      const group = await describe(name);
      return group && { ...group, tags: {}, suspendedProcesses: [] };
    };
    await company.press('UANN', 'abort');
    expect((await company.run()).phase).toBe('aborted');

    expect(await describe('workers')).toMatchObject({ suspendedProcesses: [], tags: {} });
  });

  it('does nothing on a slot that was written under a later lease', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ phase }) => phase === 'running');
    const held = await company.slots.read('workers');
    if (held) await company.slots.save({ ...held.slot, epoch: 2 }, held.version);
    const before = company.world.effects.length;

    expect(await company.tick()).toEqual({ kind: 'not-leading' });
    expect(company.world.effects.slice(before)).toEqual([]);
    expect(company.slots.peek('workers')?.epoch).toBe(2);
  });

  it('does not act on a look in which it slept for more than a minute, but looks again', async () => {
    const company = await aShop();
    const { world } = company;
    await company.approve();
    const list = world.cluster.list.bind(world.cluster);
    let slept = false;
    world.cluster.list = async (...args) => {
      // The look before the first effect is slept through, and meanwhile somebody does the work of it.
      if (!slept && args[0] === 'nodes' && company.rollout.prior) {
        slept = true;
        await world.clock.advance(61_000);
        await world.nodeGroups.tag('workers', { 'drover.dev/rollout': company.rollout.id });
      }
      return list(...args);
    };
    const done = (): readonly string[] => company.audit.entries.map(({ action }) => action);
    await company.tick();
    expect(slept).toBe(true);
    expect(done().filter((action) => action.startsWith('group.'))).toEqual([]);

    await company.tick();
    expect(done()).not.toContain('group.tag-group');
    expect(done()).toContain('group.suspend-processes');
  });
});

function setUnschedulable({ world }: SmallCompany, name: string, unschedulable: boolean): void {
  world.cluster.objects.edit('nodes', undefined, name, (node) => {
    node.spec = { ...node.spec, unschedulable };
  });
}

async function marksOn({ world }: SmallCompany, name: string): Promise<readonly string[]> {
  const node = await world.cluster.getNode(name);
  return Object.keys(node?.metadata.annotations ?? {}).filter((key) => key.startsWith('drover.dev/'));
}

/** The API server is too busy for the first cordon. */
function refuseFirstCordon({ world }: SmallCompany): void {
  const edit = world.cluster.editNode.bind(world.cluster);
  let refused = false;
  world.cluster.editNode = async (target, change) => {
    if (refused || change.unschedulable !== true) return edit(target, change);
    refused = true;
    throw new PortError('throttled', 'edit node', 'busy');
  };
}
