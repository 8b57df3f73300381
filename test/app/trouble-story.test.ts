import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/ports/port-error.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop, cordonedNodes, deeds } from './a-shop.ts';

describe('what goes wrong on the way', () => {
  it('takes no further node while nobody can hear it, and goes on when they can', async () => {
    const company = await aShop({}, 6);
    await company.approve();
    await company.run(({ results }) => results.length === 1);

    company.slackAnswers = false;
    await runFor(company, 60 * 60_000);
    const replaced = company.rollout.results.length;
    await runFor(company, 60 * 60_000);

    expect(company.rollout.phase).toBe('running');
    expect(company.rollout.active).toBeUndefined();
    expect(company.rollout.results).toHaveLength(replaced);
    expect(replaced).toBeLessThan(6);

    company.slackAnswers = true;
    await company.announce();
    expect((await company.run()).phase).toBe('succeeded');
  });

  it('asks a person when a budget closes before the next node, and touches that node not at all', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ results }) => results.length === 1);
    const evictions = deeds(company, 'evict').length;

    closeBudget(company, 'cart');
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem).toMatchObject({ kind: 'preflight-before-node' });
    expect(rollout.problem?.objects).toContain('PodDisruptionBudget/shop/cart');
    expect(deeds(company, 'evict')).toHaveLength(evictions);
    await company.world.clock.advance(60_000);
    expect(await cordonedNodes(company)).toEqual([]);
  });

  it('asks a person when AWS gives no capacity, and has drained nothing', async () => {
    const company = await aShop();
    company.world.cloud.noCapacity = 'InsufficientInstanceCapacity: no m6i.large in b';
    await company.approve();
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem).toMatchObject({ kind: 'no-capacity' });
    expect(rollout.problem?.message).toContain('InsufficientInstanceCapacity');
    expect(deeds(company, 'evict')).toEqual([]);
    expect(await company.world.nodeGroups.describe('workers')).toMatchObject({ desired: 3 });
  });

  it('asks a person when a node of the group does not become usable again, instead of waiting for ever', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ surgedAt }) => surgedAt !== undefined);
    const objects = company.world.cluster.objects;
    objects.remove('nodes', undefined, objects.list('nodes')[0]?.metadata.name ?? '');
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem).toMatchObject({ kind: 'unusable-nodes' });
    expect(rollout.problem?.objects).toEqual(['Instance/i-00000000000000001']);
    expect(rollout.problem?.message).toContain('Instance/i-00000000000000001 has no node');
    expect(deeds(company, 'evict')).toEqual([]);
  });

  it('leaves no mark on a node that somebody else uncordoned in mid-drain', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ active }) => active?.drainStartedAt !== undefined);
    const name = company.rollout.active?.node.name ?? '';
    company.world.cluster.objects.edit('nodes', undefined, name, (node) => {
      node.spec = { ...node.spec, unschedulable: false };
    });
    expect((await company.run()).phase).toBe('paused');
    await company.type('UBOB', 'abort');
    expect((await company.run()).phase).toBe('aborted');

    const { labels = {}, annotations = {} } =
      company.world.cluster.objects.get('nodes', undefined, name)?.metadata ?? {};
    expect(Object.keys(labels)).not.toContain('node.kubernetes.io/exclude-from-external-load-balancers');
    expect(Object.keys(annotations).filter((key) => key.startsWith('drover.dev/'))).toEqual([]);
  });

  it('gives a node back only when an effect without an answer can no longer land on it', async () => {
    const company = await aShop();
    const { faults, clock } = company.world;
    await company.approve();
    await company.run(({ active }) => active?.drainStartedAt !== undefined);
    faults.add({ operation: 'evict', error: new PortError('unavailable', 'evict', 'timed out') });
    let unclearAt = 0;
    await company.run(() => {
      const failed = company.audit.entries.some(({ detail }) => detail?.['outcome'] === 'unclear');
      if (failed) unclearAt = clock.monotonic();
      return failed;
    });
    await company.type('UBOB', 'abort');
    await company.run(({ active }) => active === undefined);

    expect(unclearAt).toBeGreaterThan(0);
    expect(clock.monotonic() - unclearAt).toBeGreaterThanOrEqual(59_000);
    expect(await cordonedNodes(company)).toEqual([]);
  });

  it('opens a surplus node again that could not be taken away', async () => {
    const company = await aShop({ drainTimeoutMs: 60_000 });
    await company.approve();
    await company.run(({ results }) => results.length === 2);
    company.world.kubelets.clings = () => true;
    await company.type('UBOB', 'abort');
    const rollout = await company.run();

    expect(rollout.phase).toBe('aborted');
    expect(rollout.leftUndone?.map(({ what }) => what)).toContain('take the surplus node away again');
    expect(await cordonedNodes(company)).toEqual([]);
  });

  it('shows a preflight whose engine died over it as UNKNOWN, to be run again', async () => {
    const company = await aShop();
    const read = company.slots.save.bind(company.slots);
    let saves = 0;
    // The engine that took the request never writes anything after it.
    company.slots.save = async (slot, version) =>
      ++saves === 1 ? read(slot, version) : new Promise(() => undefined);
    void company.type('UANN', 'prod workers');
    await company.world.clock.advance(1_000);
    company.slots.save = read;
    await company.tick();
    expect(company.rollout.phase).toBe('preflight');
    await company.world.clock.advance(3 * 60_000);
    await company.tick();

    expect(company.rollout.phase).toBe('blocked');
    expect(company.rollout.preflight).toMatchObject({ verdict: 'unknown' });
  });

  it('halts when a launched instance never becomes a node, and puts everything back', async () => {
    const company = await aShop();
    company.world.deadImages.add('ami-new');
    await company.approve();
    const rollout = await company.run();

    expect(rollout.phase).toBe('halted');
    expect(rollout.halt?.cause).toBe('node-never-joins');
    expect(deeds(company, 'evict')).toEqual([]);
    expect(await company.world.nodeGroups.describe('workers')).toMatchObject({
      desired: 3,
      suspendedProcesses: [],
      template: { version: '$Latest' },
    });
  });

  it('asks a person when somebody else changes the template on the way', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ results }) => results.length === 1);

    const group = company.world.cloud.groups.get('workers');
    if (group?.template) group.template.version = '1';
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem).toMatchObject({ kind: 'drift-template' });
    expect(rollout.results).toHaveLength(1);
  });

  it('asks a person for a right that is missing, and goes on after it is granted', async () => {
    const company = await aShop();
    const grant = company.world.faults.add({
      operation: 'evict',
      error: new PortError('forbidden', 'evict', 'pods/eviction is forbidden'),
      times: 1_000,
    });
    await company.approve();
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem).toMatchObject({ kind: 'forbidden' });
    expect(await cordonedNodes(company)).toEqual([]);

    grant();
    await company.press('UANN', 'resume');
    expect((await company.run()).phase).toBe('succeeded');
  });

  it('says that it holds while expired credentials let it see nothing, then asks a person, and goes on', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ active }) => active?.stage === 'draining');
    const renew = company.world.faults.add({
      operation: 'describe',
      error: new PortError('forbidden', 'autoscaling:Describe', 'the credentials have expired'),
      times: 1_000_000,
    });

    await company.run(({ phase }) => phase === 'holding');
    expect(company.rollout.hold?.reason).toContain('the credentials have expired');
    expect(company.chat.messages[0]?.message.text).toContain('the credentials have expired');

    renew();
    expect((await company.run()).phase).toBe('paused');
    expect(company.rollout.problem).toMatchObject({ kind: 'forbidden' });
    expect(await cordonedNodes(company)).toEqual([]);

    await company.press('UANN', 'resume');
    expect((await company.run()).phase).toBe('succeeded');
  });

  it('gives the node back and names the budget when a drain does not end', async () => {
    const company = await aShop();
    await company.world.seedWorkload({ name: 'queue', replicas: 9, maxUnavailable: 1 });
    await company.approve();
    await company.run(({ active, results }) => results.length === 1 && active?.stage === 'draining');

    closeBudget(company, 'queue');
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem?.kind).toBe('drain-stuck');
    expect(rollout.problem?.objects).toContain('PodDisruptionBudget/shop/queue');
    expect(await cordonedNodes(company)).toEqual([]);
  });
});

/** Ticks for so long, as the ticks ask. */
async function runFor(company: SmallCompany, ms: number): Promise<void> {
  const until = company.world.clock.now() + ms;
  await company.run(() => company.world.clock.now() >= until);
}

/** Somebody changes a budget so that it allows nothing any more. */
function closeBudget({ world }: SmallCompany, name: string): void {
  world.cluster.objects.edit('poddisruptionbudgets', 'shop', name, (budget) => {
    budget.spec = { selector: budget.spec?.selector, maxUnavailable: 0 } as never;
  });
}
