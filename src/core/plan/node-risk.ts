import type { DisruptionBudget } from '../fleet/disruption-budget.ts';
import type { Pod } from '../fleet/pod.ts';
import { classifyPod } from '../drain/classify-pod.ts';
import { budgetsOf } from '../drain/eviction-forecast.ts';

/** How much may go wrong when a node is drained: the higher the later, and never first. */
export interface NodeRisk {
  /** Pods the cluster itself leans on: DNS, webhooks, controllers of kube-system. */
  readonly critical: number;
  /** Pods whose budget lets no other go beside them. */
  readonly tight: number;
  /** Pods with volumes: they are gone before they start again. */
  readonly stateful: number;
  readonly pods: number;
}

const CRITICAL_CLASSES = ['system-cluster-critical', 'system-node-critical'];

/** `tight`: by namespace the budgets that let no two pods go. */
export function riskOf(
  pods: readonly Pod[],
  tight: ReadonlyMap<string | undefined, readonly DisruptionBudget[]>,
): NodeRisk {
  const moving = pods.filter((pod) => classifyPod(pod) === 'evict');
  return {
    critical: moving.filter(isCritical).length,
    tight: moving.filter((pod) => budgetsOf(pod, tight.get(pod.metadata.namespace) ?? []).length > 0).length,
    stateful: moving.filter(({ spec }) => spec.volumes?.some((volume) => volume.persistentVolumeClaim))
      .length,
    pods: moving.length,
  };
}

export function compareRisk(a: NodeRisk, b: NodeRisk): number {
  return a.critical - b.critical || a.tight - b.tight || a.stateful - b.stateful || a.pods - b.pods;
}

export function isCritical({ metadata, spec }: Pod): boolean {
  return metadata.namespace === 'kube-system' || CRITICAL_CLASSES.includes(spec.priorityClassName ?? '');
}

export function isTight({ status }: DisruptionBudget): boolean {
  return (status?.disruptionsAllowed ?? 0) <= 1;
}
