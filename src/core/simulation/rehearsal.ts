import type { Node } from '../fleet/node.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Refusal } from '../placement/objection.ts';
import type { PlacementWorld } from '../placement/open-board.ts';

/** Everything a rollout is rehearsed from. */
export interface Script {
  readonly world: PlacementWorld;
  /** The nodes to be replaced, in this order. */
  readonly order: readonly { readonly name: string; readonly zone: string }[];
  /** Nodes of the group by which the next ones are modelled. */
  readonly groupNodes: readonly Node[];
  /** Instances added first; 0 where they are there already. */
  readonly surge: number;
  readonly instancesByZone: ReadonlyMap<string, number>;
  /** Nodes that run the release already: moved pods prefer them. */
  readonly patched: ReadonlySet<string>;
  /** Pods that a drain moves. */
  readonly isMoved: (pod: Pod) => boolean;
  /** Pods that a new node gets of its own: those of DaemonSets, and static ones. */
  readonly isResident: (pod: Pod) => boolean;
  /** What may come in the place of a pod; a node must take every one of them. Empty: nobody makes it again. */
  readonly replacementsOf: (pod: Pod) => readonly Pod[];
}

/**
 * `spread` as the scheduler does by default. The others are tried only to prove that there is a way at all: `pack`
 * takes the first node that will do, the largest pod first; `tight` takes the fullest.
 */
export type Manner = 'spread' | 'pack' | 'tight';

export interface Move {
  readonly pod: Pod;
  readonly to: string;
}

export interface Stranded {
  readonly pod: Pod;
  readonly from: string;
  /** Why each node refuses it, by reason: how many do. */
  readonly refusals: ReadonlyMap<Refusal, number>;
  /** It would find a place if only the cordoned, empty node did not count any more. */
  readonly heldByGhost: boolean;
}

export interface Unproven {
  readonly pod: Pod;
  readonly from: string;
  readonly features: readonly string[];
}

export interface RehearsedNode {
  readonly name: string;
  readonly moves: readonly Move[];
}

/** What would happen, node by node. */
export interface Rehearsal {
  readonly manner: Manner;
  readonly nodes: readonly RehearsedNode[];
  readonly stranded: readonly Stranded[];
  readonly unproven: readonly Unproven[];
}
