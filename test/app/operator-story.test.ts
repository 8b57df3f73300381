import { describe, expect, it } from 'vitest';
import { aShop, codeIn, cordonedNodes, deeds, podsOn } from './a-shop.ts';

describe('a person who steers', () => {
  it('pauses after the node in work, and goes on where it was', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ active }) => active?.stage === 'draining');

    await company.press('UANN', 'pause');
    const paused = await company.run();
    expect(paused.phase).toBe('paused');
    expect(paused.results).toHaveLength(1);
    expect(paused.problem).toMatchObject({ kind: 'paused-by-person' });

    await company.press('UANN', 'resume');
    const rollout = await company.run();
    expect(rollout.phase).toBe('succeeded');
    const terminated = [...deeds(company, 'terminate'), ...deeds(company, 'terminate and decrement')];
    const replaced = rollout.results.map(({ instanceId }) => `workers/${instanceId}`);
    expect(terminated.filter((instance) => replaced.includes(instance))).toEqual(replaced);
    expect(replaced).toHaveLength(3);
  });

  it('aborts: gives the node in work back, empties only the extra node, puts the group back, and says what stays', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ active, results }) => results.length === 1 && active?.stage === 'draining');
    const evictions = deeds(company, 'evict').length;
    const inWork = company.rollout.active?.node.instanceId;
    const onExtraNode = await podsOn(company, 'ip-10-0-0-5.internal');

    await company.press('UANN', 'abort');
    const rollout = await company.run();

    expect(rollout.phase).toBe('aborted');
    expect(onExtraNode).toEqual(expect.arrayContaining(deeds(company, 'evict').slice(evictions)));
    expect(deeds(company, 'terminate')).not.toContain(`workers/${inWork}`);
    expect(deeds(company, 'terminate and decrement')).toEqual(['workers/i-00000000000000005']);
    expect(await company.world.nodeGroups.describe('workers')).toMatchObject({
      desired: 3,
      suspendedProcesses: [],
      tags: {},
      template: { version: '$Latest' },
    });
    await company.world.clock.advance(120_000);
    expect(await cordonedNodes(company)).toEqual([]);
    expect(rollout.leftUndone?.filter(({ state }) => state !== 'done').map(({ what }) => what)).toEqual([
      expect.stringContaining('patched nodes stay'),
    ]);
  });

  it('cancels a plan that nobody has approved yet', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');

    await company.press('UANN', 'cancel');

    expect(company.rollout.phase).toBe('cancelled');
    expect(company.world.effects).toEqual([]);
  });

  it('takes the cancellation of a rollout that goes on after a pause as an abort, and leaves nothing behind (sim seed 1000112)', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ surgedAt }) => surgedAt !== undefined);
    await company.press('UANN', 'pause');
    expect((await company.run()).phase).toBe('paused');
    await company.press('UANN', 'resume');
    expect(company.rollout.phase).toBe('approved');

    expect(await company.press('UANN', 'reject')).not.toContain('Nothing was changed');
    expect(company.rollout.phase).toBe('approved');
    expect(await company.press('UANN', 'cancel')).toContain('is being aborted');
    expect((await company.run()).phase).toBe('aborted');

    const marks = company.world.cluster.objects
      .list('nodes')
      .flatMap(({ spec }) => (spec?.taints ?? []).map(({ key }) => key));
    expect(marks).not.toContain('drover.dev/retiring');
    expect(await company.world.nodeGroups.describe('workers')).toMatchObject({
      desired: 3,
      suspendedProcesses: [],
      tags: {},
      template: { version: '$Latest' },
    });
  });

  it('stops within one tick when the brake is on, says how to take it off, and does not resume before', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ active }) => active?.stage === 'draining');
    const evictions = deeds(company, 'evict').length;

    company.slots.pullBrake('workers');
    await company.tick();
    const braked = await company.run();

    expect(braked.phase).toBe('halted');
    expect(deeds(company, 'evict')).toHaveLength(evictions);
    expect(await cordonedNodes(company)).toEqual([]);
    expect(codeIn(await company.press('UANN', 'abort'))).toBe('E-BRAKE');
    const answer = await company.press('UANN', 'resume');
    expect(codeIn(answer)).toBe('E-BRAKE');
    expect(answer).toContain('drover.dev/halt-');

    company.slots.liftBrake('workers');
    await company.world.clock.advance(60_000);
    await company.press('UANN', 'resume');
    const rollout = await company.run();
    expect(rollout.problem).toBeUndefined();
    expect(rollout.phase).toBe('succeeded');
  });
});
