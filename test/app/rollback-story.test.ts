import { describe, expect, it } from 'vitest';
import { aShop, codeIn, cordonedNodes, deeds } from './a-shop.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';

/** One of three nodes is patched when somebody pulls the brake; it is off again. */
async function haltedAfterOne(): Promise<SmallCompany> {
  const company = await aShop();
  await company.approve();
  await company.run(({ results }) => results.length === 1);
  company.slots.pullBrake('workers');
  await company.run();
  company.slots.liftBrake('workers');
  await company.world.clock.advance(120_000);
  return company;
}

describe('the way back', () => {
  it('is a plan of its own, with its own approval by somebody else', async () => {
    const company = await haltedAfterOne();
    const halted = company.rollout;
    const before = company.world.effects.length;

    await company.press('UANN', 'rollback');

    expect(company.rollout).toMatchObject({
      kind: 'rollback',
      undoes: halted.id,
      phase: 'awaiting-approval',
    });
    expect(codeIn(await company.press('UANN', 'approve'))).toBe('E-SELF');
    expect(company.world.effects).toHaveLength(before);
  });

  it('replaces the patched nodes by the former release, one by one, and leaves the others alone', async () => {
    const company = await haltedAfterOne();
    await company.press('UANN', 'rollback');
    await company.press('UBOB', 'approve');

    const rollout = await company.run();

    expect(rollout.problem?.message).toBeUndefined();
    expect(rollout.phase).toBe('rolled-back');
    expect(rollout.report?.nodes.map(({ imageId }) => imageId)).toEqual(['ami-old', 'ami-old', 'ami-old']);
    expect(await company.world.nodeGroups.describe('workers')).toMatchObject({
      desired: 3,
      suspendedProcesses: [],
      tags: {},
    });
    await company.world.clock.advance(120_000);
    expect(await cordonedNodes(company)).toEqual([]);
    expect(deeds(company, 'terminate')).not.toContain('workers/i-00000000000000003');
  });

  it('brings the halted rollout back when its plan is rejected', async () => {
    const company = await haltedAfterOne();
    const halted = company.rollout.id;
    await company.press('UANN', 'rollback');

    await company.press('UBOB', 'reject');
    await company.run();

    expect(company.rollout).toMatchObject({ id: halted, phase: 'halted' });
  });
});
