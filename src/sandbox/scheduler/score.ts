import type { Pod } from '../controllers/kinds/pod.ts';
import type { NodeState } from './node-state.ts';
import type { Snapshot } from './snapshot.ts';

/** One consideration of which of the feasible nodes is best. */
export interface Score {
  readonly name: string;
  readonly weight: number;
  /** Points by node, 0 to 100, in the order of the nodes; undefined if it has nothing to say of this pod. */
  rate(pod: Pod, nodes: readonly NodeState[], snapshot: Snapshot): readonly number[] | undefined;
}

/** Stretches raw points so that the most is 100. */
export function upToHundred(raw: readonly number[]): number[] {
  const most = Math.max(0, ...raw);
  return raw.map((points) => (most === 0 ? 0 : (points * 100) / most));
}
