import type { Pod } from '../fleet/pod.ts';
import type { Board, NodeSlot } from '../placement/board.ts';
import { newcomer, type Newcomer } from '../placement/newcomer.ts';
import { objectionTo } from '../placement/objection-to.ts';
import type { Objection, Refusal } from '../placement/objection.ts';
import type { Manner } from './rehearsal.ts';

/** Where a moved pod looks for a place. */
export interface Places {
  readonly board: Board;
  readonly manner: Manner;
  /** Nodes that are not to be replaced, the newest first. */
  readonly preferred: NodeSlot[];
  /** Nodes that will be drained later: a pod there moves again. */
  readonly retiring: NodeSlot[];
  /** Pods that no preferred node takes for want of room, until the next node comes. */
  readonly hopeless: Set<Newcomer>;
}

export type Place =
  | { readonly kind: 'found'; readonly slot: NodeSlot }
  | { readonly kind: 'none'; readonly refusals: ReadonlyMap<Refusal, number> }
  | { readonly kind: 'unproven'; readonly features: readonly string[] };

/** So many nodes are compared once a first one was found. */
const COMPARED_MAX = 16;

/** Reasons that do not go away because other pods move. */
const LASTING = /^(insufficient|taint|node affinity|cordoned|volume affinity|volume zone)/;

/** A node that takes all of the pods, any one of which may come. */
export function findPlace(places: Places, pods: readonly Pod[]): Place {
  const newcomers = pods.map((pod) => newcomer(places.board, pod));
  const [first] = newcomers;
  const search: Search = { refusals: new Map(), features: new Set() };
  if (!first) return { kind: 'none', refusals: search.refusals };
  const skip = places.hopeless.has(first);
  const slot =
    (skip ? undefined : searchIn(places, places.preferred, newcomers, search)) ??
    retiring(places, newcomers, first, search, skip);
  if (slot) return { kind: 'found', slot };
  if (search.features.size > 0) return { kind: 'unproven', features: [...search.features].toSorted() };
  return { kind: 'none', refusals: search.refusals };
}

interface Search {
  readonly refusals: Map<Refusal, number>;
  readonly features: Set<string>;
}

function retiring(
  places: Places,
  newcomers: readonly Newcomer[],
  first: Newcomer,
  search: Search,
  known: boolean,
): NodeSlot | undefined {
  const lasting =
    search.features.size === 0 && [...search.refusals.keys()].every((reason) => LASTING.test(reason));
  if (!known && lasting) places.hopeless.add(first);
  return searchIn(places, places.retiring, newcomers, search);
}

function searchIn(
  { board, manner }: Places,
  slots: readonly NodeSlot[],
  newcomers: readonly Newcomer[],
  search: Search,
): NodeSlot | undefined {
  let best: NodeSlot | undefined;
  let compared = 0;
  for (const slot of slots) {
    const objection = objectionOfAny(board, newcomers, slot);
    if (best && ++compared > COMPARED_MAX) break;
    if (!objection) {
      if (manner === 'pack') return slot;
      if (!best || isBetter(manner, slot, best)) best = slot;
    } else if (!best) note(objection, search);
  }
  return best;
}

function isBetter(manner: Manner, slot: NodeSlot, best: NodeSlot): boolean {
  return manner === 'tight' ? fullness(slot) > fullness(best) : fullness(slot) < fullness(best);
}

function objectionOfAny(board: Board, newcomers: readonly Newcomer[], slot: NodeSlot): Objection | undefined {
  for (const each of newcomers) {
    const objection = objectionTo(board, each, slot);
    if (objection) return objection;
  }
  return undefined;
}

function note(objection: Objection, { refusals, features }: Search): void {
  if (objection.kind === 'unproven') features.add(objection.feature);
  // Another scheduler, or nobody, places it: what that one does is not known here.
  else if (objection.reason === 'not considered by the scheduler') features.add('pod.spec.schedulerName');
  else refusals.set(objection.reason, (refusals.get(objection.reason) ?? 0) + 1);
}

/** How full a node is, from 0 to 1, by what is scarcer of cpu and memory. */
function fullness({ allocatable, used }: NodeSlot): number {
  const shares = ['cpu', 'memory'].map((name) => {
    const room = allocatable?.get(name) ?? 0;
    return room > 0 ? (used.get(name) ?? 0) / room : 1;
  });
  return Math.max(...shares);
}
