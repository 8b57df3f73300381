import { describe, expect, it } from 'vitest';
import { aShop } from './a-shop.ts';

describe('a machine that is slower than the looks are due', () => {
  it('judges what it saw instead of looking for ever', async () => {
    const company = await aShop({ windowMs: 10_000, canaryWindowMs: 10_000 });
    await company.approve();
    const save = company.slots.save.bind(company.slots);
    company.slots.save = async (slot, version) => {
      company.world.clock.turn(3_000);
      return save(slot, version);
    };

    const rollout = await company.run();

    expect(rollout.phase).toBe('succeeded');
    expect(rollout.results).toHaveLength(3);
  });
});
