import { describe, expect, it } from 'vitest';
import { aShop, codeIn, deeds } from './a-shop.ts';

describe('asking and approving', () => {
  it('refuses the own approval, and says whom to ask', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');

    const answer = await company.press('UANN', 'approve');

    expect(codeIn(answer)).toBe('E-SELF');
    expect(answer).toContain('Ask one of: <@UBOB>, <@UCAT>');
    expect(company.rollout.phase).toBe('awaiting-approval');
  });

  it('refuses an approval by somebody who is not an approver', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');

    expect(codeIn(await company.press('UDAN', 'approve'))).toBe('E-ROLE');
    expect(company.rollout.approvals).toEqual([]);
  });

  it('counts no approval for another plan than the one that stands', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');

    const answer = await company.press('UBOB', 'approve', { planHash: 'f'.repeat(64) });

    expect(codeIn(answer)).toBe('E-STALE');
    expect(company.rollout.approvals).toEqual([]);
  });

  it('counts a double click once', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');

    const answers = [await company.press('UBOB', 'approve'), await company.press('UBOB', 'approve')];

    expect(answers.map(codeIn)).toEqual([undefined, 'E-DONE']);
    expect(company.rollout.approvals).toHaveLength(1);
  });

  it('needs as many different approvers as the settings say', async () => {
    const company = await aShop();
    Object.assign(company.settings.approvers, { needed: 2 });
    await company.type('UANN', 'prod workers');

    await company.press('UBOB', 'approve');
    expect(company.rollout.phase).toBe('awaiting-approval');
    await company.press('UCAT', 'approve');

    expect(company.rollout.phase).toBe('approved');
  });

  it('expires when nobody approves, and has changed nothing', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');

    await company.world.clock.advance(company.settings.approvalExpiresMs + 1);
    const rollout = await company.run();
    const late = await company.press('UBOB', 'approve');

    expect(rollout.phase).toBe('expired');
    expect(codeIn(late)).toBe('E-STALE');
    expect(company.world.effects).toEqual([]);
  });

  it('ends when an approver rejects, and has changed nothing', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');

    await company.press('UBOB', 'reject');
    const rollout = await company.run();

    expect(rollout.phase).toBe('rejected');
    expect(company.world.effects).toEqual([]);
  });

  it('takes one request a node group at a time', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');
    const { id } = company.rollout;

    const answer = await company.type('UCAT', 'prod workers');

    expect(codeIn(answer)).toBe('E-LOCK');
    expect(answer).toContain(id);
    expect(company.rollout.id).toBe(id);
  });

  it('does not start a plan that is no longer true', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');
    company.world.cloud.templates.get('lt-workers')?.images.push('ami-newer');
    company.world.cloud.images.set('ami-newer', { name: 'al2023-1.32.9', owner: 'amazon' });

    await company.press('UBOB', 'approve');
    const rollout = await company.run();

    expect(rollout.phase).toBe('stale-plan');
    expect(deeds(company, 'evict')).toEqual([]);
  });
});
