import { instanceIdOf } from '../../../src/core/fleet/node.ts';
import type { Node } from '../../../src/core/fleet/node.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { MemoryObjects } from '../../fakes/ports/memory-objects.ts';
import type { Chance } from '../kernel/chance.ts';
import { GROUP } from '../kernel/the-group.ts';
import type { Sim } from '../kernel/sim.ts';

/** Where trouble is made: the world, a chance of its own, and how to find somebody to trouble. */
export class Place {
  readonly sim: Sim;
  readonly chance: Chance;

  constructor(sim: Sim, chance: Chance) {
    this.sim = sim;
    this.chance = chance;
  }

  get objects(): MemoryObjects {
    return this.sim.world.cluster.objects;
  }

  nodes(): readonly Node[] {
    return this.objects.list('nodes');
  }

  anyNode(): Node | undefined {
    return this.chance.pick(this.nodes());
  }

  isAlive(nodeName: string): boolean {
    const node = this.objects.get('nodes', undefined, nodeName);
    const id = node && instanceIdOf(node);
    return this.sim.world.cloud.instances.get(id ?? '')?.state === 'running';
  }

  podsOn(node: Node): readonly Pod[] {
    return this.objects.list('pods').filter(({ spec }) => spec.nodeName === node.metadata.name);
  }

  long(): number {
    return this.chance.is(0.3) ? this.chance.between(120_000, 600_000) : this.chance.between(2_000, 60_000);
  }

  /** Auto Scaling looks at the group after somebody set its size: what it ends for that, it ends without any drain. */
  scale(): void {
    const { cloud } = this.sim.world;
    const group = cloud.groups.get(GROUP);
    const living =
      group?.instances.filter(({ lifecycleState }) => !lifecycleState.startsWith('Terminat')) ?? [];
    cloud.balance(GROUP);
    for (const { instanceId, lifecycleState } of living)
      if (lifecycleState.startsWith('Terminat')) this.#lose(instanceId);
  }

  endInstance(instanceId: string | undefined, decrement: boolean): void {
    const { cloud } = this.sim.world;
    const group = cloud.groups.get(GROUP);
    if (!group || instanceId === undefined) return;
    this.#lose(instanceId);
    if (decrement) group.desired -= 1;
    cloud.terminate(GROUP, instanceId);
    cloud.balance(GROUP);
  }

  #lose(instanceId: string): void {
    const node = this.nodes().find((one) => instanceIdOf(one) === instanceId);
    this.sim.witness.foreignLoss(node, instanceId);
  }
}
