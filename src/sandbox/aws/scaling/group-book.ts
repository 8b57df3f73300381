import type { WorldTimer } from '../../clock.ts';
import type { Instance } from '../cloud/instance.ts';
import { type AutoScalingGroup, type Member } from './group.ts';
import { advanceRefresh } from './instance-refresh.ts';
import { memberGone, memberRuns } from './lifecycle.ts';
import { checkHealth, rebalanceZones, reconcileGroup } from './scaling-loop.ts';
import type { ScalingWorld } from './scaling-world.ts';

/** Every Auto Scaling group, and the beats by which they look at themselves. */
export class GroupBook {
  readonly #world: ScalingWorld;
  readonly #groups = new Map<string, AutoScalingGroup>();
  readonly #timers: WorldTimer[] = [];

  constructor(world: Omit<ScalingWorld, 'wake'>) {
    this.#world = { ...world, wake: (group) => this.wake(group) };
    world.instances.onState((instance) => this.#onState(instance));
    const { clock, settings } = world;
    this.#timers.push(
      clock.every(settings().healthCheckMs, () => this.#each(checkHealth)),
      clock.every(settings().rebalanceMs, () => this.#each(rebalanceZones)),
    );
  }

  /** What the laws of scaling need, for operations that change a group. */
  get world(): ScalingWorld {
    return this.#world;
  }

  add(group: AutoScalingGroup): void {
    if (this.#groups.has(group.name))
      throw new Error(`there is already an Auto Scaling group named ${group.name}`);
    this.#groups.set(group.name, group);
    this.wake(group);
  }

  remove(name: string): void {
    this.#groups.delete(name);
  }

  get(name: string): AutoScalingGroup | undefined {
    return this.#groups.get(name);
  }

  all(): readonly AutoScalingGroup[] {
    return [...this.#groups.values()];
  }

  /** The group and membership of an instance, if it belongs to one; those of warm pools do not. */
  memberOf(instanceId: string): { readonly group: AutoScalingGroup; readonly member: Member } | undefined {
    for (const group of this.#groups.values()) {
      const member = group.members.get(instanceId);
      if (member) return { group, member };
    }
    return undefined;
  }

  wake(group: AutoScalingGroup): void {
    if (group.loop.timer || !this.#groups.has(group.name)) return;
    const { clock, settings } = this.#world;
    group.loop.timer = clock.after(settings().scalingLagMs, () => {
      group.loop.timer = undefined;
      reconcileGroup(group, this.#world);
      advanceRefresh(group, this.#world);
    });
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    for (const group of this.#groups.values()) group.loop.timer?.cancel();
  }

  #each(law: (group: AutoScalingGroup, world: ScalingWorld) => void): void {
    for (const group of this.#groups.values()) law(group, this.#world);
  }

  #onState(instance: Instance): void {
    const found = this.memberOf(instance.instanceId);
    if (!found) {
      if (instance.state === 'terminated')
        for (const group of this.all()) group.warmPool?.members.delete(instance.instanceId);
      return;
    }
    const { group, member } = found;
    if (instance.state === 'running') memberRuns(group, member, this.#world);
    // An instance that somebody else terminated is only found by the next health check.
    if (instance.state === 'terminated' && member.lifecycleState.startsWith('Terminating'))
      memberGone(group, member, this.#world);
  }
}
