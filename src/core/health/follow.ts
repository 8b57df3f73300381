import type { GroupView, NodeWork } from '../replacement/seen.ts';
import type { Node } from '../fleet/node.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Sighting } from '../rollout/claim.ts';
import { restartsOf } from './broken-pod.ts';

/** Sightings by their keys. */
export type Sightings = ReadonlyMap<string, Sighting>;

/**
 * Values that only mean something when they change: restart counts and the times of changes of Ready. `count` is how
 * often a value changed since it was first seen, `last` the value itself; for restarts `last` stays the first one.
 */
export function follow(
  before: Sightings,
  work: NodeWork,
  group: GroupView | undefined,
  now: number,
): Sightings {
  const pods = work.movedPods.filter(({ spec }) => spec.nodeName !== undefined);
  const followed = [
    ...[...pods, ...(group?.daemonPods ?? [])].map((pod) =>
      firstValue(before, restartsKey(pod), String(restartsOf(pod)), now),
    ),
    ...pods.map((pod) => changes(before, readyKey(pod), readyChangedAt(pod.status?.conditions), now)),
    ...(group?.nodes ?? []).map((node) =>
      changes(before, readyKey(node), readyChangedAt(node.status?.conditions), now),
    ),
  ];
  return byKey(followed);
}

export function byKey(sightings: readonly Sighting[]): Sightings {
  return new Map(sightings.map((sighting) => [sighting.key, sighting]));
}

export function restartsKey({ metadata }: Pod): string {
  return `restarts:${metadata.uid}`;
}

export function readyKey({ metadata }: Pod | Node): string {
  return `ready:${metadata.uid}`;
}

function firstValue(before: Sightings, key: string, value: string, now: number): Sighting {
  return before.get(key) ?? { key, since: now, count: 0, last: value };
}

function changes(before: Sightings, key: string, value: string, now: number): Sighting {
  const known = before.get(key);
  if (!known) return { key, since: now, count: 0, last: value };
  return known.last === value ? known : { ...known, count: known.count + 1, last: value };
}

function readyChangedAt(
  conditions: readonly { type: string; lastTransitionTime?: string }[] | undefined,
): string {
  return conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
}
