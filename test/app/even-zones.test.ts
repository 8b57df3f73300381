import { describe, expect, it } from 'vitest';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop } from './a-shop.ts';

describe('zones of a group', () => {
  it.each([
    [4, 1],
    [5, 1],
    [6, 1],
    [6, 2],
    [7, 2],
    [9, 1],
    [9, 2],
  ])('are as even after %i replaced nodes with a surge of %i as they can be', async (nodes, surge) => {
    const company = await aShop({ surge }, nodes);
    await company.approve();
    expect((await company.run()).phase).toBe('succeeded');

    const counts = Object.values(await instancesByZone(company));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(nodes);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(2);
  });

  it.each([1, 2, 3, 4])(
    'are even on the way back after %i replaced nodes, so that nothing is levelled without a drain',
    async (replaced) => {
      const company = await aShop({ surge: 3 }, 6);
      await company.approve();
      await company.run(({ results }) => results.length === replaced);
      await company.type('UBOB', 'abort');
      expect((await company.run()).phase).toBe('aborted');

      const counts = await instancesByZone(company);
      expect(Object.values(counts)).toEqual([2, 2, 2]);
    },
  );
});

async function instancesByZone({ world }: SmallCompany): Promise<Readonly<Record<string, number>>> {
  const group = await world.nodeGroups.describe('workers');
  const left = (group?.instances ?? []).filter(({ lifecycleState }) => lifecycleState === 'InService');
  return Object.fromEntries(
    [...Map.groupBy(left, ({ zone }) => zone)].map(([zone, members]) => [zone, members.length]),
  );
}
