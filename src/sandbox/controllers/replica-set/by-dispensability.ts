import { conditionOf } from '../kinds/condition.ts';
import { isReady, type Pod } from '../kinds/pod.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * Which pod a workload can best do without comes first: one without a node, not running, not ready, cheap by its
 * own word, beside others of its kind, ready for a shorter time, restarted more often, younger.
 */
export function byDispensability(crowding: (pod: Pod) => number): (one: Pod, other: Pod) => number {
  return (one, other) => {
    const bothReady = isReady(one) && isReady(other);
    return (
      Number(Boolean(one.spec.nodeName)) - Number(Boolean(other.spec.nodeName)) ||
      phaseOf(one) - phaseOf(other) ||
      Number(isReady(one)) - Number(isReady(other)) ||
      costOf(one) - costOf(other) ||
      crowding(other) - crowding(one) ||
      (bothReady ? readySince(other) - readySince(one) : 0) ||
      restartsOf(other) - restartsOf(one) ||
      Date.parse(other.metadata.creationTimestamp) - Date.parse(one.metadata.creationTimestamp)
    );
  };
}

function phaseOf({ status }: Pod): number {
  return PHASES[status?.phase ?? 'Pending'] ?? 0;
}

function costOf({ metadata }: Pod): number {
  const cost = Number(metadata.annotations?.[DELETION_COST] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}

function readySince({ status }: Pod): number {
  const since = conditionOf(status?.conditions, 'Ready')?.lastTransitionTime;
  return since ? Date.parse(since) : 0;
}

function restartsOf({ status }: Pod): number {
  return Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}
