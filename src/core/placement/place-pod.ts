import type { Pod } from '../fleet/pod.ts';
import type { Board } from './board.ts';
import type { PlacementCase } from './placement-case.ts';
import { unknownInWorld } from './unknown-in-world.ts';
import { newcomer } from './newcomer.ts';
import { objectionTo } from './objection-to.ts';
import type { Refusal } from './objection.ts';
import { openBoard } from './open-board.ts';

/** Where a pod can be placed, proven; or which features stand in the way of a proof. */
export type Placement =
  | {
      readonly kind: 'proven';
      /** Names of the nodes that pass every filter, in the order of the snapshot. Empty: proven to fit nowhere. */
      readonly feasible: readonly string[];
      /** Why the others do not, by reason. */
      readonly refusals: ReadonlyMap<Refusal, number>;
    }
  | { readonly kind: 'unproven'; readonly features: readonly string[] };

/** Decides as the filters of kube-scheduler do. A single unknown field anywhere in the case leaves it unproven. */
export function placePod(placementCase: PlacementCase): Placement {
  const unknown = unknownInWorld(placementCase);
  if (unknown.length > 0) return { kind: 'unproven', features: unknown };
  return placeOnBoard(openBoard(placementCase), placementCase.pending);
}

/** The same on a board that is there already: only the unknown that could change the answer counts. */
export function placeOnBoard(board: Board, pending: Pod): Placement {
  const pod = newcomer(board, pending);
  const feasible: string[] = [];
  const refusals = new Map<Refusal, number>();
  const features = new Set<string>();
  for (const slot of board.slots.values()) {
    const objection = objectionTo(board, pod, slot);
    if (!objection) feasible.push(slot.name);
    else if (objection.kind === 'unproven') features.add(objection.feature);
    else refusals.set(objection.reason, (refusals.get(objection.reason) ?? 0) + 1);
  }
  return features.size > 0
    ? { kind: 'unproven', features: [...features].toSorted() }
    : { kind: 'proven', feasible, refusals };
}
