import type { ReplicaSet } from '../kinds/replica-set.ts';
import {
  allSets,
  replicasOf,
  scaleSet,
  slack,
  sumReplicas,
  toldMaximum,
  toldSize,
  type Rollout,
} from './rollout.ts';

/** Was the Deployment given another size since its ReplicaSets were last told? */
export function hasChangedSize(rollout: Rollout): boolean {
  const wanted = replicasOf(rollout.deployment);
  return allSets(rollout)
    .filter((set) => replicasOf(set) > 0)
    .some((set) => toldSize(set) !== undefined && toldSize(set) !== wanted);
}

/** Spreads a new size over the ReplicaSets: all on the only one, or in proportion while a rollout is on its way. */
export function changeSize(rollout: Rollout): void {
  const only = onlyActive(rollout);
  const wanted = replicasOf(rollout.deployment);
  if (only) {
    scaleSet(rollout, only, wanted);
  } else if (rollout.current && isSaturated(rollout, rollout.current)) {
    for (const set of rollout.old) if (replicasOf(set) > 0) scaleSet(rollout, set, 0);
  } else if (rollout.deployment.spec.strategy?.type !== 'Recreate') {
    scaleInProportion(rollout);
  }
}

function onlyActive(rollout: Rollout): ReplicaSet | undefined {
  const active = allSets(rollout).filter((set) => replicasOf(set) > 0);
  if (active.length > 1) return undefined;
  return active[0] ?? rollout.current ?? rollout.old.at(-1);
}

function isSaturated({ deployment }: Rollout, current: ReplicaSet): boolean {
  const wanted = replicasOf(deployment);
  return (
    replicasOf(current) === wanted &&
    toldSize(current) === wanted &&
    (current.status?.availableReplicas ?? 0) === wanted
  );
}

function scaleInProportion(rollout: Rollout): void {
  const sets = allSets(rollout).filter((set) => replicasOf(set) > 0);
  const total = sumReplicas(sets);
  const wanted = replicasOf(rollout.deployment);
  const allowed = wanted > 0 ? wanted + slack(rollout.deployment).surge : 0;
  const toAdd = allowed - total;
  const ordered = sets.toSorted((one, other) => bySize(one, other, toAdd));
  let added = 0;
  const sizes = ordered.map((set) => {
    const share = toAdd === 0 ? 0 : shareOf(set, allowed, toAdd - added, total);
    added += share;
    return replicasOf(set) + share;
  });
  for (const [index, set] of ordered.entries()) {
    const rest = index === 0 ? toAdd - added : 0;
    scaleSet(rollout, set, Math.max(0, (sizes[index] ?? 0) + rest));
  }
}

/** The largest take their share first; among equals the newer when growing, the older when shrinking. */
function bySize(one: ReplicaSet, other: ReplicaSet, toAdd: number): number {
  const age = one.metadata.creationTimestamp.localeCompare(other.metadata.creationTimestamp);
  return replicasOf(other) - replicasOf(one) || (toAdd > 0 ? -age : age);
}

function shareOf(set: ReplicaSet, allowed: number, left: number, total: number): number {
  const before = toldMaximum(set) ?? total;
  const share = Math.round((replicasOf(set) * allowed) / before) - replicasOf(set);
  return left > 0 ? Math.min(share, left) : Math.max(share, left);
}
