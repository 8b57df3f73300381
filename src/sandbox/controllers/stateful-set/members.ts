import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import { isReady, isTerminating, type Pod } from '../kinds/pod.ts';
import type { StatefulSet } from '../kinds/stateful-set.ts';
import type { TemplateRevision } from '../template-revisions.ts';

/** A StatefulSet with its pods, at one moment. */
export interface Members {
  readonly context: ControllerContext;
  readonly record: EventRecorder;
  readonly set: StatefulSet;
  /** What the pods had that are not updated yet. */
  readonly current: TemplateRevision;
  /** What the set says now. */
  readonly update: TemplateRevision;
  readonly byOrdinal: Map<number, Pod>;
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isReady(pod);
}

export function isHealthy(pod: Pod): boolean {
  return isRunningAndReady(pod) && !isTerminating(pod);
}

/** One after another, each waiting for the one before? */
export function isOrdered({ spec }: StatefulSet): boolean {
  return spec.podManagementPolicy !== 'Parallel';
}

/** Deletes a member and says so. */
export function removeMember({ context, record, set }: Members, { metadata }: Pod): void {
  context.cluster.delete('pods', metadata.namespace, metadata.name, { uid: metadata.uid });
  const message = `delete Pod ${metadata.name} in StatefulSet ${set.metadata.name} successful`;
  record({ about: set, type: 'Normal', reason: 'SuccessfulDelete', message });
}
