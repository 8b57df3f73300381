import type { Pod } from '../controllers/kinds/pod.ts';
import type { Random } from '../random.ts';
import type { NodeState } from './node-state.ts';
import type { Score } from './score.ts';
import { nodeAffinityScore } from './scores/node-affinity-score.ts';
import { podAffinityScore } from './scores/pod-affinity-score.ts';
import { balancedAllocation, leastAllocated } from './scores/resource-scores.ts';
import { spreadScore } from './scores/spread-score.ts';
import { taintScore } from './scores/taint-score.ts';
import type { Snapshot } from './snapshot.ts';

/** The default profile's, but for image locality: images here take their time on every node alike. */
const SCORES: readonly Score[] = [
  taintScore,
  nodeAffinityScore,
  leastAllocated,
  balancedAllocation,
  spreadScore,
  podAffinityScore,
];

/** The best of the feasible nodes; equals are drawn for. Undefined if there is none. */
export function chooseNode(
  pod: Pod,
  feasible: readonly NodeState[],
  snapshot: Snapshot,
  random: Random,
): NodeState | undefined {
  if (feasible.length <= 1) return feasible[0];
  const totals = feasible.map(() => 0);
  for (const score of SCORES) {
    const points = score.rate(pod, feasible, snapshot);
    if (!points) continue;
    for (const [index, value] of points.entries()) {
      totals[index] = (totals[index] ?? 0) + Math.round(value) * score.weight;
    }
  }
  const best = Math.max(...totals);
  return random.pick(feasible.filter((_, index) => totals[index] === best));
}
