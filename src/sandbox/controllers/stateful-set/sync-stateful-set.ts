import { claimObjects } from '../claim-objects.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import { isTerminating, type Pod } from '../kinds/pod.ts';
import type { StatefulSet } from '../kinds/stateful-set.ts';
import { partsOf } from '../object-key.ts';
import {
  currentTemplateRevision,
  dropUnusedRevisions,
  namedTemplateRevision,
  type TemplateRevision,
} from '../template-revisions.ts';
import { setClaimOwners } from './claim-retention.ts';
import { ordinalOf, REVISION_LABEL } from './identity.ts';
import type { Members } from './members.ts';
import { replaceOutdated } from './replace-outdated.ts';
import { scaleMembers } from './scale-members.ts';
import { writeStatefulSetStatus } from './write-status.ts';

/** Takes the next step of one StatefulSet. Answers when to look again, in world ms from now, if at all. */
export function syncStatefulSet(
  context: ControllerContext,
  record: EventRecorder,
  key: string,
): number | undefined {
  const set = context.cluster.get<StatefulSet>('statefulsets.apps', ...partsOf(key));
  if (!set) return undefined;
  const pods = claimMembers(context, set);
  if (isTerminating(set)) return undefined;
  const update = currentTemplateRevision(context.cluster, set, set.spec.template);
  const current = formerRevision(context, set) ?? update;
  const members: Members = { context, record, set, current, update, byOrdinal: byOrdinal(set, pods) };
  setClaimOwners(members);
  const scaling = scaleMembers(members);
  if (scaling.isSettled) replaceOutdated(members);
  writeStatefulSetStatus(members);
  dropHistory(members, pods);
  return scaling.lookAgainMs;
}

function claimMembers(context: ControllerContext, set: StatefulSet): Pod[] {
  return claimObjects<Pod>({
    cluster: context.cluster,
    resource: 'pods',
    owner: set,
    candidates: context.podsFor(set),
    matches: (pod) =>
      matchesSelector(set.spec.selector, pod.metadata.labels) && ordinalOf(set, pod) !== undefined,
  });
}

function formerRevision({ cluster }: ControllerContext, set: StatefulSet): TemplateRevision | undefined {
  const name = set.status?.currentRevision;
  return name === undefined ? undefined : namedTemplateRevision(cluster, set, name);
}

function byOrdinal(set: StatefulSet, pods: readonly Pod[]): Map<number, Pod> {
  return new Map(pods.map((pod) => [ordinalOf(set, pod) ?? -1, pod]));
}

function dropHistory({ context, set, current, update }: Members, pods: readonly Pod[]): void {
  const used = new Set([
    current.name,
    update.name,
    ...pods.map((pod) => pod.metadata.labels?.[REVISION_LABEL] ?? ''),
  ]);
  dropUnusedRevisions(context.cluster, set, used, set.spec.revisionHistoryLimit ?? 10);
}
