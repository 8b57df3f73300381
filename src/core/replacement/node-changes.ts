import type { Node } from '../fleet/node.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { isCordoned } from '../fleet/node.ts';
import { KEYS } from './act.ts';
import type { Act, NodeChange } from './act.ts';

interface Marking {
  readonly rollout: string;
  readonly epoch: number;
}

/** Moved pods should prefer the new nodes, or they move twice (preflight.md 2.4); soft, so that they always find a place. */
export function retire(node: Node, why: string): Act {
  return {
    kind: 'edit-node',
    verb: 'node.taint',
    node: { name: node.metadata.name, uid: node.metadata.uid },
    change: { addTaints: [{ key: KEYS.retiring, effect: 'PreferNoSchedule' }] },
    why,
  };
}

export function isRetiring(node: Node): boolean {
  return node.spec?.taints?.some(({ key }) => key === KEYS.retiring) ?? false;
}

/** The cordon and what is written beside it: whose it is, and whether the node was unschedulable before. */
export function cordon(node: Node, { rollout, epoch }: Marking, why: string): Act {
  const excludedByOthers = KEYS.excludeFromLoadBalancers in (node.metadata.labels ?? {});
  return {
    kind: 'edit-node',
    verb: 'node.cordon',
    node: { name: node.metadata.name, uid: node.metadata.uid },
    change: {
      unschedulable: true,
      annotations: {
        [KEYS.rollout]: rollout,
        [KEYS.epoch]: String(epoch),
        [KEYS.wasUnschedulable]: String(isCordoned(node)),
        ...(excludedByOthers ? {} : { [KEYS.excluded]: 'true' }),
      },
      ...(excludedByOthers ? {} : { labels: { [KEYS.excludeFromLoadBalancers]: 'true' } }),
    },
    why,
  };
}

/** Cordoned by this rollout: only such a cordon may be taken off again. Marks alone do not say so where ours was lost. */
export function isCordonedBy(node: Node, { id, lostCordons }: Pick<Rollout, 'id' | 'lostCordons'>): boolean {
  const { annotations, uid } = node.metadata;
  if (!isCordoned(node) || annotations?.[KEYS.rollout] !== id) return false;
  const before = annotations[KEYS.wasUnschedulable];
  // What we put on top of a cordon of others says so, and does not come off with it.
  return before === 'true' || (before === 'false' && !lostCordons?.includes(uid));
}

/** What drover writes beside a cordon. It may outlast the cordon: somebody else can take that off alone. */
export function hasCordonMarks({ metadata }: Node): boolean {
  return metadata.annotations?.[KEYS.wasUnschedulable] !== undefined;
}

/** Gives a node back: open for pods and traffic again, unless somebody had closed it before us. */
export function giveBack(node: Node, why: string): Act {
  const annotations = node.metadata.annotations ?? {};
  return {
    kind: 'edit-node',
    verb: 'node.uncordon',
    node: { name: node.metadata.name, uid: node.metadata.uid },
    change: {
      ...(annotations[KEYS.wasUnschedulable] === 'true' ? {} : { unschedulable: false }),
      ...notCordoned(node),
    },
    why,
  };
}

function notCordoned(node: Node): NodeChange {
  const annotations = node.metadata.annotations ?? {};
  return {
    annotations: removed(
      [KEYS.epoch, KEYS.wasUnschedulable, KEYS.excluded, ...(isAdopted(node) ? [] : [KEYS.rollout])],
      annotations,
    ),
    ...(annotations[KEYS.excluded] === 'true' ? { labels: { [KEYS.excludeFromLoadBalancers]: null } } : {}),
  };
}

/** What was written beside a cordon that somebody else has taken off: it would make the next cordon look like ours. */
export function forgetCordon(node: Node, why: string): Act | undefined {
  if (isCordoned(node) || !hasCordonMarks(node)) return undefined;
  return {
    kind: 'edit-node',
    verb: 'node.unmark',
    node: { name: node.metadata.name, uid: node.metadata.uid },
    change: notCordoned(node),
    why,
  };
}

/** A fresh node is empty at first: the cluster autoscaler must not take it away for that. */
export function adopt(node: Node, rollout: string, why: string): Act {
  const disabledByOthers = KEYS.scaleDownDisabled in (node.metadata.annotations ?? {});
  return {
    kind: 'edit-node',
    verb: 'node.adopt',
    node: { name: node.metadata.name, uid: node.metadata.uid },
    change: {
      annotations: {
        [KEYS.rollout]: rollout,
        [KEYS.adopted]: String(!disabledByOthers),
        ...(disabledByOthers ? {} : { [KEYS.scaleDownDisabled]: 'true' }),
      },
    },
    why,
  };
}

export function isAdopted(node: Node): boolean {
  return node.metadata.annotations?.[KEYS.adopted] !== undefined;
}

/** Takes every mark of ours off a node that stays and is open. Undefined if it carries none. */
export function unmark(node: Node, why: string): Act | undefined {
  const annotations = node.metadata.annotations ?? {};
  const ours = removed(
    [
      KEYS.rollout,
      KEYS.epoch,
      KEYS.wasUnschedulable,
      KEYS.excluded,
      KEYS.adopted,
      ...(annotations[KEYS.adopted] === 'true' ? [KEYS.scaleDownDisabled] : []),
    ],
    annotations,
  );
  if (Object.keys(ours).length === 0 && !isRetiring(node)) return undefined;
  return {
    kind: 'edit-node',
    verb: 'node.unmark',
    node: { name: node.metadata.name, uid: node.metadata.uid },
    change: {
      ...(isRetiring(node) ? { removeTaints: [KEYS.retiring] } : {}),
      annotations: ours,
      // Still there where somebody else took the cordon off: the label is no cordon's own.
      ...(annotations[KEYS.excluded] === 'true' ? { labels: { [KEYS.excludeFromLoadBalancers]: null } } : {}),
    },
    why,
  };
}

/** The keys that are there, each to be removed. */
function removed(
  keys: readonly string[],
  annotations: Readonly<Record<string, string>>,
): Record<string, null> {
  return Object.fromEntries(keys.filter((key) => key in annotations).map((key) => [key, null]));
}
