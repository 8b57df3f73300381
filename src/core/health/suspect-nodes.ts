import { epochMs } from '../fleet/epoch-ms.ts';
import { isReady } from '../fleet/node.ts';
import type { Node } from '../fleet/node.ts';
import { isPodReady, isTerminating } from '../fleet/pod.ts';
import { objectName } from '../fleet/workload.ts';
import { isLeaving, membersOf } from '../replacement/members.ts';
import type { GroupView } from '../replacement/seen.ts';
import { restartsOf } from './broken-pod.ts';
import { NODE_TRANSITIONS_MAX } from './fact-rules.ts';
import { readyKey, restartsKey } from './follow.ts';
import type { Sightings } from './follow.ts';
import type { Suspicion } from './suspicion.ts';

/** Conditions that are bad when True: the kubelet's own, and those of the node problem detector. */
const BAD_WHEN_TRUE = [
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
  'KernelDeadlock',
  'ReadonlyFilesystem',
  'FrequentKubeletRestart',
];

/** Nodes that already run the release, and the DaemonSet pods on them. */
export function suspectNodes(view: GroupView, imageId: string, followed: Sightings): readonly Suspicion[] {
  const patched = membersOf(view).filter((member) => member.state?.imageId === imageId && !isLeaving(member));
  const nodes = patched.flatMap(({ node }) => (node && (isReady(node) || hasBeenReady(node)) ? [node] : []));
  return [...nodes.flatMap((node) => suspectNode(node, followed)), ...suspectDaemons(view, nodes, followed)];
}

function suspectNode(node: Node, followed: Sightings): readonly Suspicion[] {
  const { name, uid } = node.metadata;
  const object = objectName('Node', undefined, name);
  const make = (rule: Suspicion['rule'], detail: string): Suspicion => ({
    rule,
    key: `${rule}:${uid}:${detail}`,
    object,
    detail,
  });
  const changes = followed.get(readyKey(node))?.count ?? 0;
  const pressures = node.status?.conditions?.filter(
    ({ type, status }) => status === 'True' && BAD_WHEN_TRUE.includes(type),
  );
  return [
    ...(!isReady(node) && hasBeenReady(node) ? [make('node-not-ready', '')] : []),
    // Each loss of Ready is two changes: away and back.
    ...(changes >= 2 * NODE_TRANSITIONS_MAX ? [make('node-flapping', '')] : []),
    ...(pressures ?? []).map(({ type }) => make('node-pressure', type)),
  ];
}

/** A node that boots reports its first condition when it is made; a later change of Ready means that it was Ready once. */
const BOOT_SLACK_MS = 5_000;

/** "After first Ready": a node that is still booting is waited for elsewhere, and has broken nothing. */
function hasBeenReady({ metadata, status }: Node): boolean {
  const changedAt = epochMs(status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime);
  const madeAt = epochMs(metadata.creationTimestamp);
  return changedAt !== undefined && madeAt !== undefined && changedAt - madeAt > BOOT_SLACK_MS;
}

function suspectDaemons(view: GroupView, nodes: readonly Node[], followed: Sightings): readonly Suspicion[] {
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  return view.daemonPods
    .filter((pod) => names.has(pod.spec.nodeName ?? '') && !isTerminating(pod))
    .flatMap((pod): readonly Suspicion[] => {
      const object = objectName('Pod', pod.metadata.namespace, pod.metadata.name);
      const first = followed.get(restartsKey(pod))?.last;
      const detail = `(${pod.spec.nodeName ?? ''})`;
      return [
        ...(isPodReady(pod)
          ? []
          : [{ rule: 'daemon-not-ready', key: `daemon:${pod.metadata.uid}`, object, detail } as const]),
        ...(first !== undefined && restartsOf(pod) > Number(first)
          ? [
              {
                rule: 'daemon-restarted',
                key: `daemon-restarts:${pod.metadata.uid}`,
                object,
                detail,
              } as const,
            ]
          : []),
      ];
    });
}
