import { describe, expect, it } from 'vitest';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop } from './a-shop.ts';

describe('the way back', () => {
  it.each([1, 2, 3, 4])(
    'leaves no uneven zones after %i replaced nodes, which the group would level without any drain',
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
