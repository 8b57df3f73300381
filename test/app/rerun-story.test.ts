import { expect, it } from 'vitest';
import { aShop } from './a-shop.ts';

/** A shop whose request is blocked by a budget that never lets a pod go, and the readings of its fleet. */
async function aBlockedShop() {
  const company = await aShop();
  await company.world.seedWorkload({ name: 'pricing', replicas: 2, maxUnavailable: 0 });
  await company.type('UANN', 'prod workers');
  const { cluster } = company.world;
  const readings = { all: 0, now: 0, most: 0 };
  const describe = company.ports.nodeGroups.describe.bind(company.ports.nodeGroups);
  company.ports.nodeGroups.describe = async (group) => {
    readings.all += 1;
    readings.now += 1;
    readings.most = Math.max(readings.most, readings.now);
    // Others have their turn meanwhile, as they have while a real cluster is read.
    await new Promise((resolve) => setImmediate(resolve));
    return describe(group).finally(() => (readings.now -= 1));
  };
  const fix = (): void => {
    cluster.objects.edit('poddisruptionbudgets', 'shop', 'pricing', (budget) => {
      Object.assign(budget.spec ?? {}, { maxUnavailable: 1 });
      Object.assign(budget.status ?? {}, { disruptionsAllowed: 1 });
    });
  };
  return { company, readings, fix };
}

it('"Run again", pressed five times, reads the cluster once at a time, and twice at the most', async () => {
  const { company, readings } = await aBlockedShop();
  expect(company.rollout.phase).toBe('blocked');

  const answers = await Promise.all(Array.from({ length: 5 }, async () => company.press('UANN', 'rerun')));

  expect(answers.every((answer) => answer.includes('preflight runs again'))).toBe(true);
  expect(readings).toEqual({ all: 2, now: 0, most: 1 });
  expect(company.rollout.phase).toBe('blocked');
});

it('what was fixed while preflight ran is seen by who presses "Run again" then', async () => {
  const { company, fix } = await aBlockedShop();

  const first = company.press('UANN', 'rerun');
  await new Promise((resolve) => setImmediate(resolve));
  fix();
  await Promise.all([first, company.press('UANN', 'rerun')]);

  expect(company.rollout.phase).toBe('awaiting-approval');
});
