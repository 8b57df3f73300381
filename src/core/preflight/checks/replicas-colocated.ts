import { countsOf } from '../../fleet/workload-counts.ts';
import { budgetsOver, NEEDS_BUDGETS } from '../facts/budgets.ts';
import { movingRoots, NEEDS_WORKLOADS, readyPods, type PodsOfRoot } from '../facts/roots.ts';
import { servesTraffic, servicesOf } from '../facts/services.ts';
import type { Fleet } from '../fleet.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/**
 * Counts pods that are Ready, not those that are scheduled. Under a budget the pods move one after the other, so then
 * nothing is told; without one, whoever drains the node takes all of them. Blocks only where requests are answered.
 */
export const replicasColocated: PreflightCheck = {
  id: 'replicas-colocated',
  number: 17,
  title: 'All pods of a workload are on one node',
  why: 'Without a disruption budget one drain, or one failure of that node, takes them all at once.',
  severities: ['blocker', 'warning'],
  gate: true,
  waivable: true,
  needs: [...new Set([...NEEDS_WORKLOADS, ...NEEDS_BUDGETS, 'services' as const])],

  inspect(fleet) {
    return movingRoots(fleet).flatMap((group) => {
      const node = onlyNode(fleet, group);
      if (node === undefined || isCovered(fleet, group)) return [];
      const served = group.pods.some((pod) => servicesOf(fleet, pod).some(servesTraffic));
      return {
        severity: served ? 'blocker' : 'warning',
        objects: [group.root.ref, `Node/${node}`],
        message: `All Ready pods of ${group.root.ref} are on ${node}, and no disruption budget keeps them from going together.`,
        fix: 'Give it a budget with maxUnavailable: 1, and spread it: a topologySpreadConstraint on kubernetes.io/hostname with whenUnsatisfiable: ScheduleAnyway; then move one pod (delete it).',
      };
    });
  },
};

/** Where all Ready pods of a workload with several of them are; undefined where they are on more than one node. */
function onlyNode(fleet: Fleet, { root }: PodsOfRoot): string | undefined {
  if (root.kind !== 'workload' || countsOf(root.workload) === undefined) return undefined;
  const ready = readyPods(fleet).get(root.ref) ?? [];
  const nodes = new Set(ready.map(({ spec }) => spec.nodeName ?? ''));
  const [node] = nodes;
  return ready.length >= 2 && nodes.size === 1 ? node : undefined;
}

function isCovered(fleet: Fleet, { pods }: PodsOfRoot): boolean {
  return pods.every((pod) => budgetsOver(fleet, pod).length > 0);
}
