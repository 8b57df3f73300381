import { drainOf } from '../facts/prediction.ts';
import { budgetName, budgetsOver, countsOfBudget, NEEDS_BUDGETS } from '../facts/budgets.ts';
import { NEEDS_REHEARSAL, rehearsalOf, USES_REHEARSAL } from '../facts/rehearsal.ts';
import type { Fleet } from '../fleet.ts';
import type { RehearsedNode } from '../../simulation/rehearsal.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Told only where it costs time that a person would notice. preflight.md, check 14. */
const NOTICED_SECONDS = 300;

export const pdbSerializesNode: PreflightCheck = {
  id: 'pdb-serializes-node',
  number: 14,
  title: 'Pods of one budget wait for each other on a node',
  why: 'Not blocked, but the node needs a round of stop and start for each of them.',
  severities: ['info'],
  gate: false,
  needs: [...new Set([...NEEDS_REHEARSAL, ...NEEDS_BUDGETS])],
  uses: USES_REHEARSAL,

  inspect(fleet, policy) {
    return rehearsalOf(fleet, policy).rehearsal.nodes.flatMap((node) => {
      const drain = drainOf(fleet, policy, node, 'likely');
      const crowded = crowdedBudgets(fleet, node);
      if (drain.kind === 'never' || drain.settled < NOTICED_SECONDS || crowded.length === 0) return [];
      return {
        severity: 'info',
        objects: [`Node/${node.name}`, ...crowded],
        message: `${node.name} will take about ${Math.round(drain.settled / 60)} minutes to empty: ${crowded.join(', ')} ${crowded.length === 1 ? 'covers' : 'cover'} more pods there than may go at once.`,
        fix: 'Nothing has to be done; spreading the pods over hosts, or maxUnavailable: 25%, makes it faster.',
      };
    });
  },
};

function crowdedBudgets(fleet: Fleet, { moves }: RehearsedNode): readonly string[] {
  const counts = new Map<string, { pods: number; allowed: number }>();
  for (const { pod } of moves) {
    for (const budget of budgetsOver(fleet, pod)) {
      const entry = counts.get(budgetName(budget)) ?? { pods: 0, allowed: countsOfBudget(budget).allowed };
      counts.set(budgetName(budget), { ...entry, pods: entry.pods + 1 });
    }
  }
  return [...counts]
    .filter(([, { pods, allowed }]) => pods > allowed)
    .map(([name]) => name)
    .toSorted();
}
