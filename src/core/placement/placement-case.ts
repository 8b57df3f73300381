import type { Pod } from '../fleet/pod.ts';
import type { PlacementWorld } from './open-board.ts';

/** A pod that looks for a place in a world. */
export interface PlacementCase extends PlacementWorld {
  readonly pending: Pod;
}
