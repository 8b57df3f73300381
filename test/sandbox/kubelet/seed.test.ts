import { describe, expect, it } from 'vitest';
import { conditionOf } from '../../../src/sandbox/controllers/kinds/condition.ts';
import { isReady } from '../../../src/sandbox/controllers/kinds/pod.ts';
import { addDeployment, podsOf } from '../controllers/a-cluster-world.ts';
import { aMachine, aMachineWorld } from './a-machine-world.ts';

/** Which pod of a small world went where and was ready when; names of pods are left out, for they are drawn elsewhere. */
async function play(seed: string): Promise<string[]> {
  const world = aMachineWorld({ seed });
  for (const number of [1, 2, 3]) {
    const privateDnsName = `ip-10-0-1-${number}`;
    await world.join(aMachine({ instanceId: `i-${number}`, privateDnsName, privateIp: `10.0.1.${number}` }));
  }
  addDeployment(world.cluster, { name: 'web', replicas: 7 });
  await world.until('all are ready', () => podsOf(world.cluster, 'web').filter(isReady).length === 7);
  const facts = podsOf(world.cluster, 'web').map(
    ({ spec, status }) => `${spec.nodeName} ${conditionOf(status?.conditions, 'Ready')?.lastTransitionTime}`,
  );
  world.stop();
  return facts.toSorted((one, other) => one.localeCompare(other));
}

describe('a world', () => {
  it('is the same for the same seed', async () => {
    expect(await play('one')).toEqual(await play('one'));
  });

  it('is another for another seed', async () => {
    const worlds = await Promise.all(['one', 'two', 'three'].map(play));

    expect(new Set(worlds.map(String)).size).toBeGreaterThan(1);
  });
});
