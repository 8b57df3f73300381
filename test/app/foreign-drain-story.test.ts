import { describe, expect, it } from 'vitest';
import type { DisruptionBudget } from '../../src/core/fleet/disruption-budget.ts';
import { foreignDrains } from '../../src/core/rollout/foreign-drains.ts';
import { SmallCompany } from '../fakes/a-small-company.ts';
import { deeds } from './a-shop.ts';

const MINUTE = 60_000;
const BUDGET = 'PodDisruptionBudget/shop/cart';

/** Four nodes, with a budget that would let two drains happen at once. */
async function aRoomyShop(): Promise<SmallCompany> {
  const company = new SmallCompany();
  await company.world.seedGroup({ name: 'workers', nodes: 4 });
  await company.world.seedWorkload({ name: 'cart', replicas: 8, maxUnavailable: 4 });
  await company.approve();
  await company.run(({ results }) => results.length === 1);
  return company;
}

/** Somebody else's eviction, which takes a token of the budget; no pod goes, since it was meant for one that is gone. */
async function evictAnother({ world }: SmallCompany): Promise<void> {
  const pods = await world.cluster.list('pods');
  const { metadata } = pods.find((pod) => pod.metadata.name.startsWith('cart'))!;
  await world.cluster.evict({ namespace: 'shop', name: metadata.name, uid: 'uid-of-one-that-is-gone' });
}

describe('while somebody else drains', () => {
  it('no node is begun; two minutes after their last eviction it goes on by itself', async () => {
    const company = await aRoomyShop();
    const own = deeds(company, 'evict').length;
    await company.world.clock.advance(MINUTE);
    await evictAnother(company);
    const evicted = company.world.clock.now();

    await company.run(({ hold, objection }) => hold !== undefined || objection !== undefined);
    expect(company.rollout.active).toBeUndefined();
    await company.run(({ active }) => active !== undefined);

    expect(company.world.clock.now() - evicted).toBeGreaterThanOrEqual(2 * MINUTE);
    expect(deeds(company, 'evict').length).toBeGreaterThanOrEqual(own);
    expect((await company.run()).phase).toBe('succeeded');
  });

  it('a person is asked when it does not end, with the budget by its name', async () => {
    const company = await aRoomyShop();
    const { clock } = company.world;
    for (let minute = 0; minute < 20 && company.rollout.phase === 'running'; minute++) {
      await evictAnother(company);
      const next = clock.now() + MINUTE;
      await company.run(({ phase }) => phase !== 'running' || clock.now() >= next);
    }

    expect(company.rollout.phase).toBe('paused');
    expect(company.rollout.problem).toMatchObject({ kind: 'preflight-before-node' });
    expect(company.rollout.problem?.objects).toContain(BUDGET);
    expect(company.rollout.results).toHaveLength(1);
  });
});

describe('charges of a budget', () => {
  const now = Date.parse('2026-01-01T10:10:00Z');
  const found = [
    { id: 'pdb-external-drain-active', severity: 'warning', objects: [BUDGET], message: 'm', fix: 'f' },
  ] as const;
  const chargedAt = (at: string): DisruptionBudget => ({
    metadata: { name: 'cart', namespace: 'shop', uid: 'b' },
    spec: {},
    status: { disruptedPods: { 'cart-1': at } },
  });
  const results = [{ drainedAt: Date.parse('2026-01-01T10:09:00Z') }] as never;

  it.each([
    ['of our own last node hold nothing', '2026-01-01T10:08:30Z', 0],
    ['from after it hold', '2026-01-01T10:09:30Z', 1],
    ['that ran out hold nothing', '2026-01-01T10:00:00Z', 0],
    ['without a time that can be read hold', 'yesterday', 1],
  ])('%s', (_, at, held) => {
    expect(foreignDrains(found, [chargedAt(at)], { results }, now)).toHaveLength(held);
  });

  it('hold at the first node too, and those of other budgets never do', () => {
    const other = { ...chargedAt('2026-01-01T10:09:30Z'), metadata: { name: 'b', namespace: 'x', uid: 'c' } };

    expect(foreignDrains(found, [chargedAt('2026-01-01T10:09:30Z')], { results: [] }, now)).toHaveLength(1);
    expect(foreignDrains(found, [other], { results: [] }, now)).toEqual([]);
  });
});
