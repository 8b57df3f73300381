import { podName } from '../facts/moving-pods.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import {
  budgetName,
  NEEDS_BUDGETS,
  syncFailure,
  unobservedBudgets,
  type BudgetWithPods,
} from '../facts/budgets.ts';
import { epochMs } from '../../fleet/epoch-ms.ts';
import { listOf } from '../facts/words.ts';
import type { Fleet } from '../fleet.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** A change is counted within a fraction of a second; after so long nobody is counting. preflight.md, check 6. */
const FRESH_MS = 60_000;

/**
 * A budget over pods whose owner has no scale (a DaemonSet, an unknown kind) is never observed at all (recordings 5):
 * that one is told first. Otherwise it may have been edited this very moment, or the controller is down.
 */
export const pdbStale: PreflightCheck = {
  id: 'pdb-stale',
  number: 6,
  title: 'The controller has not processed a disruption budget',
  why: 'Until it has, every eviction under it is refused; if the owner of its pods has no scale, that is for ever.',
  severities: ['blocker', 'warning'],
  gate: true,
  needs: [...new Set([...NEEDS_WORKLOADS, ...NEEDS_BUDGETS])],

  inspect(fleet) {
    return unobservedBudgets(fleet)
      .filter(({ budget }) => syncFailure(budget) === undefined)
      .map((refusing) => {
        const { budget, pods } = refusing;
        const objects = [budgetName(budget), ...pods.map(podName)];
        const scaleless = ownersWithoutScale(fleet, refusing);
        if (scaleless.length > 0) {
          return {
            severity: 'blocker',
            objects,
            message: `${budgetName(budget)} will never be processed: ${listOf(scaleless)} has no scale for the controller to read. Evictions under it are refused for ever.`,
            fix: 'Use minAvailable as a number, or narrow its selector to pods of one Deployment or StatefulSet, or delete it.',
          };
        }
        const old = isOld(fleet, refusing);
        return {
          severity: old ? 'blocker' : 'warning',
          objects,
          message: `${budgetName(budget)} has not been processed by the cluster${old ? ': the disruption controller may be down' : ' yet'}.`,
          fix: old
            ? 'See that kube-controller-manager runs, then look again.'
            : 'Normal for some seconds after an edit: look again.',
        };
      });
  },
};

/** Kinds that have one of their own; for another kind nobody can tell from here. */
const SCALELESS = ['DaemonSet', 'Job', 'Node'];

function ownersWithoutScale(fleet: Fleet, { pods }: BudgetWithPods): readonly string[] {
  return byRoot(fleet, pods)
    .filter(({ root }) =>
      root.kind === 'workload' ? SCALELESS.includes(root.workload.kind) : root.kind === 'custom',
    )
    .map(({ root }) => root.ref);
}

/** Never seen at all and made long ago; when it was edited is not written anywhere. */
function isOld({ snapshot }: Fleet, { budget }: BudgetWithPods): boolean {
  const made = epochMs(budget.metadata.creationTimestamp);
  return (
    budget.status?.observedGeneration === undefined &&
    made !== undefined &&
    snapshot.takenAt - made > FRESH_MS
  );
}
