import type { Node, Taint } from '../kinds/node.ts';

const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Which status of which condition stands for which taint. */
const BY_CONDITION: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
};

const OURS = new Set([UNSCHEDULABLE, ...Object.values(BY_CONDITION).flatMap((one) => Object.values(one))]);

/**
 * The taints that the node should have: those that follow from its conditions and its cordon come and go, all others
 * stay where they are. New ones carry the time.
 */
export function withLifecycleTaints({ spec, status }: Node, now: string): Taint[] {
  const wanted = new Set(
    (status?.conditions ?? []).flatMap(({ type, status: state }) => BY_CONDITION[type]?.[state] ?? []),
  );
  if (spec.unschedulable === true) wanted.add(UNSCHEDULABLE);
  const present = spec.taints ?? [];
  const kept = present.filter(
    ({ key, effect }) => effect !== 'NoSchedule' || !OURS.has(key) || wanted.has(key),
  );
  const known = new Set(kept.filter(({ effect }) => effect === 'NoSchedule').map(({ key }) => key));
  const added = [...wanted]
    .filter((key) => !known.has(key))
    .map((key) => ({ key, effect: 'NoSchedule', timeAdded: now }));
  return [...kept, ...added];
}

/** The taint that evicts pods from a node that is not ready; undefined if it is. */
export function evictingTaint({ status }: Node): string | undefined {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return ready && BY_CONDITION['Ready']?.[ready.status];
}

/** The taints with exactly this evicting one, or with none. */
export function withEvictingTaint({ spec }: Node, key: string | undefined, now: string): Taint[] {
  const present = spec.taints ?? [];
  const others = present.filter(
    (taint) => taint.effect !== 'NoExecute' || (taint.key !== NOT_READY && taint.key !== UNREACHABLE),
  );
  if (key === undefined) return others;
  const same = present.find((taint) => taint.effect === 'NoExecute' && taint.key === key);
  return [...others, same ?? { key, effect: 'NoExecute', timeAdded: now }];
}
