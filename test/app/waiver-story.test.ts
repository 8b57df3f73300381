import { describe, expect, it } from 'vitest';
import { renderContext } from '../../src/app/render-context.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop, codeIn } from './a-shop.ts';

const WAIVE = 'waive singleton-service Deployment/shop/pricing --reason "nobody buys at night"';

/** A shop with one workload that runs a single pod behind a Service: a blocker that only it pays for. */
async function aShopWithASingleton(): Promise<SmallCompany> {
  const company = await aShop();
  await company.world.seedWorkload({ name: 'pricing', replicas: 1 });
  company.world.cluster.objects.put('services', {
    metadata: { name: 'pricing', namespace: 'shop' },
    spec: { selector: { app: 'pricing' }, ports: [{ port: 80 }], clusterIP: '10.100.0.7' },
  });
  await company.type('UANN', 'prod workers');
  return company;
}

describe('a waiver', () => {
  it('lifts the one blocker that somebody answers for, and is part of the plan that is approved', async () => {
    const company = await aShopWithASingleton();
    expect(company.rollout.phase).toBe('blocked');

    const answer = await company.type('UANN', WAIVE);

    expect(answer).toContain('Preflight runs again');
    const { phase, plan, preflight } = company.rollout;
    expect(phase).toBe('awaiting-approval');
    const waiver = {
      check: 'singleton-service',
      object: 'Deployment/shop/pricing',
      reason: 'nobody buys at night',
      by: { id: 'UANN', name: expect.any(String) },
    };
    expect(plan?.waivers).toEqual([waiver]);
    expect(preflight?.findings.find(({ id }) => id === 'singleton-service')).toMatchObject({
      severity: 'warning',
      waived: waiver,
    });
  });

  it('changes the hash of the plan with its words', async () => {
    const [one, other] = [await aShopWithASingleton(), await aShopWithASingleton()];
    await one.type('UANN', WAIVE);
    await other.type('UANN', WAIVE.replace('at night', 'on Sundays'));

    const [plan, changed] = [one.rollout.plan, other.rollout.plan];
    expect({ ...plan, waivers: 0, nonce: 0 }).toEqual({ ...changed, waivers: 0, nonce: 0 });
    expect(one.rollout.planHash).not.toBe(other.rollout.planHash);
  });

  it('carries the rollout through its checks before each node to its end', async () => {
    const company = await aShopWithASingleton();
    await company.type('UANN', WAIVE);
    await company.press('UBOB', 'approve');

    expect((await company.run()).phase).toBe('succeeded');
  });

  it('is shown where it is approved, with who and why', async () => {
    const company = await aShopWithASingleton();
    await company.type('UANN', WAIVE);
    await company.tick();

    const { ports, settings, rollout } = company;
    const root = JSON.stringify(ports.render.root(rollout, renderContext(ports, settings, 'slot')));
    expect(root).toContain('Waived, and approved with the plan');
    expect(root).toContain('nobody buys at night');
  });

  it('is not approved by the one who gave it', async () => {
    const company = await aShopWithASingleton();
    await company.type('UBOB', WAIVE);

    expect(codeIn(await company.press('UBOB', 'approve'))).toBe('E-SELF');
    expect(company.rollout.approvals).toEqual([]);
    await company.press('UCAT', 'approve');
    expect(company.rollout.phase).toBe('approved');
  });

  it('is for one request: the next one is blocked again', async () => {
    const company = await aShopWithASingleton();
    await company.type('UANN', WAIVE);
    await company.press('UANN', 'cancel');

    await company.type('UANN', 'prod workers');

    expect(company.rollout.phase).toBe('blocked');
    expect(company.rollout.waivers).toBeUndefined();
  });

  it('is recorded before it counts, with its reason', async () => {
    const company = await aShopWithASingleton();
    await company.type('UANN', WAIVE);

    expect(company.audit.entries.find(({ action }) => action === 'preflight.waive')).toMatchObject({
      actor: { id: 'UANN' },
      target: { check: 'singleton-service', object: 'Deployment/shop/pricing' },
      why: 'nobody buys at night',
    });
  });

  it.each<[string, string, string]>([
    ['without a reason', 'waive singleton-service Deployment/shop/pricing', 'needs a reason'],
    [
      'of something else',
      'waive singleton-service Deployment/shop/prizing --reason x',
      'waive R-.* singleton-service Deployment/shop/pricing',
    ],
    [
      'of what was not found',
      'waive grace-zero Deployment/shop/pricing --reason x',
      'has no such blocker that can be',
    ],
  ])('%s is refused with what to type', async (_, text, words) => {
    const company = await aShopWithASingleton();

    expect(await company.type('UANN', text)).toMatch(new RegExp(words, 'u'));
    expect(company.rollout.phase).toBe('blocked');
    expect(company.rollout.waivers).toBeUndefined();
  });

  it('does not lift what stops the work itself', async () => {
    const company = await aShop();
    await company.world.seedWorkload({ name: 'stock', replicas: 3, minAvailable: 3 });
    await company.type('UANN', 'prod workers');
    const { id, objects } = company.rollout.preflight!.findings.find(
      ({ severity }) => severity === 'blocker',
    )!;

    const answer = await company.type('UANN', `waive ${id} ${objects[0]} --reason "we will see"`);

    expect(answer).toContain('has to be fixed');
    expect(company.rollout.phase).toBe('blocked');
  });

  it('is for a blocked request, and for those who may steer it', async () => {
    const company = await aShopWithASingleton();
    expect(codeIn(await company.type('UDAN', WAIVE))).toBe('E-ROLE');

    await company.type('UANN', WAIVE);
    expect(codeIn(await company.type('UANN', WAIVE))).toBe('E-STALE');
    expect(company.rollout.phase).toBe('awaiting-approval');
  });
});
