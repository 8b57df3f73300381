import { conditionOf, type Condition } from '../kinds/condition.ts';
import type { Deployment, DeploymentStatus } from '../kinds/deployment.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { allSets, replicasOf, slack, sumAvailable, type Rollout } from './rollout.ts';

/** The numbers of a Deployment as its ReplicaSets report them; zeros are left out, as the API server does. */
export function statusOf(rollout: Rollout, conditions: Condition[] | undefined): DeploymentStatus {
  const { deployment, current } = rollout;
  const sets = allSets(rollout);
  const replicas = sum(sets, ({ status }) => status?.replicas);
  const available = sumAvailable(sets);
  const collisions = deployment.status?.collisionCount;
  return nonZero({
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas,
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: sum(sets, ({ status }) => status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(sets, replicasOf) - available),
    ...(collisions !== undefined && { collisionCount: collisions }),
    ...(conditions && { conditions }),
  });
}

function sum(sets: readonly ReplicaSet[], number: (set: ReplicaSet) => number | undefined): number {
  return sets.reduce((total, set) => total + (number(set) ?? 0), 0);
}

function nonZero(status: DeploymentStatus): DeploymentStatus {
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== 0));
}

export function availableCondition({ deployment }: Rollout, status: DeploymentStatus): Condition {
  const least = replicasOf(deployment) - slack(deployment).unavailable;
  return (status.availableReplicas ?? 0) >= least
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  const wanted = spec.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

/** Has the rollout come any further since the last status? */
export function isProgressing(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const oldPods = (status: DeploymentStatus): number =>
    (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldPods(after) < oldPods(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** World ms until the rollout counts as stuck; negative if it does. */
export function untilDeadline(deployment: Deployment, now: number): number {
  const since = conditionOf(deployment.status?.conditions, 'Progressing')?.lastUpdateTime;
  const deadline = (deployment.spec.progressDeadlineSeconds ?? 600) * 1000;
  return since === undefined ? deadline : Date.parse(since) + deadline - now;
}
