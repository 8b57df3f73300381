import { claimObjects } from '../claim-objects.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import type { DaemonSet } from '../kinds/daemon-set.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import type { Node } from '../kinds/node.ts';
import { availableAt, isAvailable, isReady, isTerminating, type Pod } from '../kinds/pod.ts';
import { partsOf } from '../object-key.ts';
import {
  currentTemplateRevision,
  dropUnusedRevisions,
  type TemplateRevision,
} from '../template-revisions.ts';
import { fits, REVISION_LABEL, targetOf } from './daemon-pod.ts';
import { makeDaemon, removeDaemon, type Daemons } from './daemons.ts';
import { replaceOldDaemons } from './replace-old-daemons.ts';
import { writeDaemonSetStatus } from './write-status.ts';

/** How long to wait after a pod of the set failed or could not be made; world ms. */
const RETRY_MS = 1_000;

/** Takes the next step of one DaemonSet. Answers when to look again, in world ms from now, if at all. */
export function syncDaemonSet(
  context: ControllerContext,
  record: EventRecorder,
  key: string,
): number | undefined {
  const set = context.cluster.get<DaemonSet>('daemonsets.apps', ...partsOf(key));
  if (!set || isTerminating(set)) return undefined;
  const revision = currentTemplateRevision(context.cluster, set, set.spec.template);
  const daemons = readDaemons(context, record, set, revision);
  const isComplete = settleNodes(daemons);
  if (isComplete) replaceOldDaemons(readDaemons(context, record, set, revision));
  const after = readDaemons(context, record, set, revision);
  writeDaemonSetStatus(after);
  dropUnusedRevisions(context.cluster, set, new Set([revision.name]), set.spec.revisionHistoryLimit ?? 10);
  return isComplete ? nextAvailable(after) : RETRY_MS;
}

function readDaemons(
  context: ControllerContext,
  record: EventRecorder,
  set: DaemonSet,
  revision: TemplateRevision,
): Daemons {
  const pods = claimObjects<Pod>({
    cluster: context.cluster,
    resource: 'pods',
    owner: set,
    candidates: context.podsFor(set),
    matches: ({ metadata }) => matchesSelector(set.spec.selector, metadata.labels),
  });
  const byNode = Map.groupBy(pods, (pod) => targetOf(pod) ?? '');
  return { context, record, set, revision, nodes: context.cluster.list<Node>('nodes'), byNode };
}

/** One pod a node where there should be one, none elsewhere. True if all that is missing could be made. */
function settleNodes(daemons: Daemons): boolean {
  const { set, nodes, byNode } = daemons;
  const outcomes = nodes.map((node) => {
    const pods = byNode.get(node.metadata.name) ?? [];
    const { run, stay } = fits(set, node);
    if (!stay) return removeAll(daemons, pods);
    const living = removeFailed(daemons, pods);
    if (living.length === 0) return !run || pods.length > 0 || makeDaemon(daemons, node.metadata.name);
    removeDoubles(daemons, living);
    return living.length === pods.length;
  });
  return !outcomes.includes(false);
}

/** A failed pod is taken away; another is made at the next look. */
function removeFailed(daemons: Daemons, pods: readonly Pod[]): Pod[] {
  return pods.filter((pod) => {
    if (pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded') return true;
    if (!isTerminating(pod)) {
      const { namespace, name } = pod.metadata;
      const isFailed = pod.status.phase === 'Failed';
      const message = `Found ${isFailed ? 'failed' : 'succeeded'} daemon pod ${namespace}/${name} on node ${pod.spec.nodeName}, will try to ${isFailed ? 'kill' : 'delete'} it`;
      const reason = isFailed ? 'FailedDaemonPod' : 'SucceededDaemonPod';
      daemons.record({ about: daemons.set, type: isFailed ? 'Warning' : 'Normal', reason, message });
      removeDaemon(daemons, pod);
    }
    return false;
  });
}

/** The oldest stays. While an update surges, one of each revision does. */
function removeDoubles(daemons: Daemons, pods: readonly Pod[]): void {
  const living = pods.filter((pod) => !isTerminating(pod));
  const groups = Map.groupBy(living, ({ metadata }) =>
    metadata.labels?.[REVISION_LABEL] === daemons.revision.hash ? 'new' : 'old',
  );
  for (const group of groups.values()) {
    const [, ...others] = group.toSorted((one, other) =>
      one.metadata.creationTimestamp.localeCompare(other.metadata.creationTimestamp),
    );
    for (const pod of others) removeDaemon(daemons, pod);
  }
}

function removeAll(daemons: Daemons, pods: readonly Pod[]): boolean {
  for (const pod of pods) if (!isTerminating(pod)) removeDaemon(daemons, pod);
  return true;
}

function nextAvailable({ context, set, byNode }: Daemons): number | undefined {
  const minimum = set.spec.minReadySeconds ?? 0;
  const now = context.clock.now();
  const instants = [...byNode.values()]
    .flat()
    .filter((pod) => isReady(pod) && !isAvailable(pod, minimum, now))
    .map((pod) => availableAt(pod, minimum))
    .filter(Number.isFinite);
  return instants.length === 0 ? undefined : Math.min(...instants) - now;
}
