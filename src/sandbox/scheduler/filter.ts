import type { Pod } from '../controllers/kinds/pod.ts';
import type { NodeState } from './node-state.ts';
import type { Snapshot } from './snapshot.ts';

/** Why a node does not take a pod. `lasting`: evicting other pods from the node would not help. */
export interface Rejection {
  readonly reasons: readonly string[];
  readonly lasting: boolean;
}

/** What a filter says once it has looked at the pod and the whole cluster. */
export type Prepared =
  | { readonly kind: 'skip' }
  /** No node will do. */
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'filter';
      /** If given, only these nodes come into question at all. */
      readonly only?: ReadonlySet<string>;
      readonly test: (node: NodeState) => Rejection | undefined;
    };

export interface Filter {
  /** The name of the scheduler plugin that it stands for. */
  readonly name: string;
  prepare(pod: Pod, snapshot: Snapshot): Prepared;
}

export const SKIP: Prepared = { kind: 'skip' };

/** A rejection that would go away if other pods left the node. */
export function crowdedOut(...reasons: string[]): Rejection {
  return { reasons, lasting: false };
}

/** A rejection that stays whatever runs on the node. */
export function unsuitable(...reasons: string[]): Rejection {
  return { reasons, lasting: true };
}

/** A filter that is a plain test of each node. */
export function each(test: (node: NodeState) => Rejection | undefined): Prepared {
  return { kind: 'filter', test };
}
