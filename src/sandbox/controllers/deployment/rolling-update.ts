import type { ReplicaSet } from '../kinds/replica-set.ts';
import { firstSize } from './newest-replica-set.ts';
import { allSets, replicasOf, scaleSet, slack, sumAvailable, sumReplicas, type Rollout } from './rollout.ts';

/** One step: first the new ReplicaSet is scaled, and only if it stays as it is the old ones are. */
export function takeRollingStep(rollout: Rollout): void {
  if (!rollout.current) return;
  if (!scaleNewest(rollout, rollout.current)) scaleOld(rollout, rollout.current);
}

function scaleNewest(rollout: Rollout, current: ReplicaSet): boolean {
  const wanted = replicasOf(rollout.deployment);
  const present = replicasOf(current);
  if (present === wanted) return false;
  const size = present > wanted ? wanted : firstSize(rollout.deployment, rollout.old, present);
  return scaleSet(rollout, current, size);
}

function scaleOld(rollout: Rollout, current: ReplicaSet): void {
  if (sumReplicas(rollout.old) === 0) return;
  const least = replicasOf(rollout.deployment) - slack(rollout.deployment).unavailable;
  const missing = replicasOf(current) - (current.status?.availableReplicas ?? 0);
  const mayGo = sumReplicas(allSets(rollout)) - least - missing;
  if (mayGo <= 0) return;
  const sizes = new Map(rollout.old.map((set) => [set, replicasOf(set)]));
  removeUnhealthy(sizes, mayGo);
  removeAvailable(sizes, sumAvailable(allSets(rollout)) - least);
  for (const [set, size] of sizes) scaleSet(rollout, set, size);
}

/** Old pods that are not available serve nobody: they go first. */
function removeUnhealthy(sizes: Map<ReplicaSet, number>, mayGo: number): void {
  let gone = 0;
  for (const [set, size] of sizes) {
    const unhealthy = size - (set.status?.availableReplicas ?? 0);
    const removed = Math.max(0, Math.min(mayGo - gone, unhealthy));
    sizes.set(set, size - removed);
    gone += removed;
  }
}

/** Then available ones, as far as enough are left over. */
function removeAvailable(sizes: Map<ReplicaSet, number>, spare: number): void {
  let left = spare;
  for (const [set, size] of sizes) {
    if (left <= 0) return;
    const removed = Math.min(left, size);
    sizes.set(set, size - removed);
    left -= removed;
  }
}
