import { conditionOf, withCondition, type Condition } from '../kinds/condition.ts';
import type { Deployment, DeploymentStatus } from '../kinds/deployment.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { putStatus } from '../put-status.ts';
import {
  availableCondition,
  isComplete,
  isProgressing,
  statusOf,
  untilDeadline,
} from './deployment-status.ts';
import type { Rollout } from './rollout.ts';

/** The deadline is looked at this much after it, in world ms. */
const ROUND_UP_MS = 1_000;

const DONE = 'NewReplicaSetAvailable';
const LATE = 'ProgressDeadlineExceeded';

/** Writes the numbers of a Deployment that is not rolling out at the moment. */
export function reportSize(rollout: Rollout): undefined {
  write(rollout, undefined);
}

/** Writes the status. Answers when the deadline has to be looked at, in world ms from now, if one is running. */
export function reportProgress(rollout: Rollout): number | undefined {
  const { context, deployment } = rollout;
  const numbers = statusOf(rollout, undefined);
  const progress = progressCondition(rollout, numbers);
  write(rollout, progress);
  const reason = progress?.reason ?? conditionOf(deployment.status?.conditions, 'Progressing')?.reason;
  if (reason === DONE || reason === LATE) return undefined;
  return Math.max(0, untilDeadline(deployment, context.clock.now())) + ROUND_UP_MS;
}

export function noteNewReplicaSet(rollout: Rollout, { metadata }: ReplicaSet): void {
  const message = `Created new replica set "${metadata.name}"`;
  setProgress(rollout, progressing('True', 'NewReplicaSetCreated', message));
}

/** A Deployment that was paused, or is no more, says so once. */
export function notePause(rollout: Rollout): void {
  const { spec, status } = rollout.deployment;
  const before = conditionOf(status?.conditions, 'Progressing')?.reason;
  if (before === LATE) return;
  const wasPaused = before === 'DeploymentPaused';
  if (spec.paused === true && !wasPaused) {
    setProgress(rollout, progressing('Unknown', 'DeploymentPaused', 'Deployment is paused'));
  } else if (spec.paused !== true && wasPaused) {
    setProgress(rollout, progressing('Unknown', 'DeploymentResumed', 'Deployment is resumed'));
  }
}

function setProgress({ context, deployment }: Rollout, condition: Condition): void {
  const { namespace, name } = deployment.metadata;
  const now = context.clock.isoSeconds();
  context.cluster.edit<Deployment>('deployments.apps', namespace, name, (draft) => {
    const stamped = { ...condition, lastUpdateTime: now };
    draft.status = { ...draft.status, conditions: withCondition(draft.status?.conditions, stamped, now) };
  });
}

function write(rollout: Rollout, progress: Condition | undefined): void {
  const { context, deployment } = rollout;
  const now = context.clock.isoSeconds();
  const available = availableCondition(rollout, statusOf(rollout, undefined));
  const before = deployment.status?.conditions;
  const withAvailable = withCondition(before, { ...available, ...updated(before, available, now) }, now);
  const conditions = progress
    ? withCondition(withAvailable, { ...progress, lastUpdateTime: now }, now)
    : withAvailable;
  putStatus<Deployment>(context.cluster, 'deployments.apps', deployment, statusOf(rollout, conditions));
}

/** A condition that says the same as before keeps its times. */
function updated(before: Condition[] | undefined, next: Condition, now: string): { lastUpdateTime: string } {
  const former = conditionOf(before, next.type);
  const isSame = former?.status === next.status && former.reason === next.reason;
  return { lastUpdateTime: (isSame ? former.lastUpdateTime : undefined) ?? now };
}

/** What there is to say of the rollout; undefined if nothing has changed. */
function progressCondition(rollout: Rollout, numbers: DeploymentStatus): Condition | undefined {
  const { deployment, current, context } = rollout;
  const before = conditionOf(deployment.status?.conditions, 'Progressing');
  // Pods that come and go after a rollout are no rollout.
  if (before?.reason === DONE && (numbers.replicas ?? 0) === (numbers.updatedReplicas ?? 0)) return undefined;
  const subject = current
    ? `ReplicaSet "${current.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, numbers)) {
    return progressing('True', DONE, `${subject} has successfully progressed.`);
  }
  if (isProgressing(deployment.status ?? {}, numbers)) {
    return progressing('True', 'ReplicaSetUpdated', `${subject} is progressing.`);
  }
  const isLate =
    before !== undefined && before.reason !== DONE && untilDeadline(deployment, context.clock.now()) < 0;
  return isLate && before.reason !== LATE
    ? progressing('False', LATE, `${subject} has timed out progressing.`)
    : undefined;
}

function progressing(status: string, reason: string, message: string): Condition {
  return { type: 'Progressing', status, reason, message };
}
