import { describe, expect, it } from 'vitest';
import { isCordoned } from '../../src/core/fleet/node.ts';
import { SmallCompany } from '../fakes/a-small-company.ts';

async function shop(policy = {}): Promise<SmallCompany> {
  const company = new SmallCompany(policy);
  await company.world.seedGroup({ name: 'workers', nodes: 3 });
  await company.world.seedWorkload({ name: 'cart', replicas: 3, maxUnavailable: 1 });
  await company.world.seedWorkload({ name: 'web', replicas: 3, minAvailable: 2 });
  return company;
}

describe('a rollout from the request to the report', () => {
  it('replaces every node once, evicts every pod once, and leaves the group as it was', async () => {
    const company = await shop();

    await company.approve();
    const rollout = await company.run();

    expect(rollout.problem?.message).toBeUndefined();
    expect(rollout.halt?.reasons).toBeUndefined();
    expect(rollout.phase).toBe('succeeded');
    expect(rollout.report?.nodes.map(({ imageId }) => imageId)).toEqual(['ami-new', 'ami-new', 'ami-new']);
    const evictions = company.world.effects
      .filter(({ verb }) => verb === 'evict')
      .map(({ object }) => object);
    expect(new Set(evictions).size).toBe(evictions.length);
    const group = await company.world.nodeGroups.describe('workers');
    expect(group).toMatchObject({ desired: 3, suspendedProcesses: [], tags: {} });
    const nodes = await company.world.cluster.list('nodes');
    expect(nodes.filter(isCordoned)).toEqual([]);
    expect(nodes.flatMap(({ spec }) => spec?.taints ?? [])).toEqual([]);
    expect(nodes.map(({ metadata }) => metadata.annotations ?? {})).toEqual([{}, {}, {}]);
  });
});
