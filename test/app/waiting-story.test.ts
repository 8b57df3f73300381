import { describe, expect, it } from 'vitest';
import { aZonalVolume } from '../fakes/builders/a-volume.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop } from './a-shop.ts';

describe('what could be waited for without an end', () => {
  it('asks a person when no instance is launched in the zone that volumes need (sim seed 12638819)', async () => {
    const company = await aShopWithDatabase();
    await company.approve();
    const group = company.world.cloud.groups.get('workers');
    if (group) group.zones = ['b', 'c'];
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem).toMatchObject({ kind: 'zone-without-patched-node' });
    const waiting = rollout.plan?.nodes.filter(({ zone }) => zone === 'a').map(({ name }) => `Node/${name}`);
    expect(rollout.problem?.objects).toEqual(waiting);
    expect(rollout.problem?.message).toContain('(a) cannot go: for 15 min there was no patched node in a');
    expect(rollout.results.every(({ zone }) => zone !== 'a')).toBe(true);

    if (group) group.zones = ['a', 'b', 'c'];
    await company.press('UANN', 'abort');
    expect((await company.run()).phase).toBe('aborted');
  });
});

/** Its database has a volume of zone a, so that it can only live there. */
async function aShopWithDatabase(): Promise<SmallCompany> {
  const company = await aShop();
  const { claims, volumes } = aZonalVolume({ claim: 'db-data', zone: 'a' });
  for (const claim of claims) company.world.cluster.objects.put('persistentvolumeclaims', claim);
  for (const volume of volumes) company.world.cluster.objects.put('persistentvolumes', volume);
  const volume = volumes[0]?.metadata.name ?? '';
  await company.world.seedWorkload({
    name: 'db',
    kind: 'StatefulSet',
    replicas: 1,
    zone: 'a',
    volume,
    claim: 'db-data',
  });
  return company;
}
