import { claimObjects } from '../claim-objects.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import type { Deployment } from '../kinds/deployment.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import { isTerminating } from '../kinds/pod.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { partsOf } from '../object-key.ts';
import { changeSize, hasChangedSize } from './change-size.ts';
import { dropOldHistory } from './drop-old-history.ts';
import { findNewest, makeNewest, refreshNewest } from './newest-replica-set.ts';
import { noteNewReplicaSet, notePause, reportProgress, reportSize } from './report-progress.ts';
import { clearOldPods } from './recreate.ts';
import { revisionOf } from './revisions.ts';
import { replicasOf, scaleSet, type Rollout } from './rollout.ts';
import { takeRollingStep } from './rolling-update.ts';

/** Takes the next step of one Deployment. Answers when to look again, in world ms from now, if at all. */
export function syncDeployment(
  context: ControllerContext,
  record: EventRecorder,
  key: string,
): number | undefined {
  const deployment = context.cluster.get<Deployment>('deployments.apps', ...partsOf(key));
  if (!deployment) return undefined;
  const rollout = readRollout(context, record, deployment);
  if (isTerminating(deployment)) return reportSize(rollout);
  notePause(rollout);
  if (deployment.spec.paused === true || hasChangedSize(rollout)) {
    changeSize(rollout);
    return reportSize(readAgain(rollout));
  }
  if (deployment.spec.strategy?.type === 'Recreate') takeRecreateStep(rollout);
  else takeRollingStep(withNewest(rollout));
  const after = readAgain(rollout);
  dropOldHistory(after);
  return reportProgress(after);
}

function readAgain({ context, record, deployment }: Rollout): Rollout {
  const { namespace, name } = deployment.metadata;
  const fresh = context.cluster.get<Deployment>('deployments.apps', namespace, name);
  return readRollout(context, record, fresh ?? deployment);
}

function readRollout(context: ControllerContext, record: EventRecorder, deployment: Deployment): Rollout {
  const sets = claimObjects<ReplicaSet>({
    cluster: context.cluster,
    resource: 'replicasets.apps',
    owner: deployment,
    candidates: context.cluster.list<ReplicaSet>('replicasets.apps', deployment.metadata.namespace),
    matches: ({ metadata }) => matchesSelector(deployment.spec.selector, metadata.labels),
  });
  const current = findNewest(deployment, sets);
  const old = sets
    .filter((set) => set.metadata.uid !== current?.metadata.uid)
    .toSorted((one, other) => revisionOf(one) - revisionOf(other));
  return { context, record, deployment, current, old };
}

/** With the ReplicaSet of the present template, which is made if it is missing. */
function withNewest(rollout: Rollout): Rollout {
  const { context, record, deployment, current, old } = rollout;
  if (current) return { ...rollout, current: refreshNewest(context, deployment, current, old) };
  const made = makeNewest(context, deployment, old);
  if (made) noteNewReplicaSet(rollout, made);
  if (made && replicasOf(made) > 0) {
    const message = `Scaled up replica set ${made.metadata.name} from 0 to ${replicasOf(made)}`;
    record({ about: deployment, type: 'Normal', reason: 'ScalingReplicaSet', message });
  }
  return { ...rollout, current: made };
}

function takeRecreateStep(rollout: Rollout): void {
  if (!clearOldPods(rollout)) return;
  const next = withNewest(rollout);
  if (next.current) scaleSet(next, next.current, replicasOf(next.deployment));
}
