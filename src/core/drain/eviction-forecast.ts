import type { DisruptionBudget } from '../fleet/disruption-budget.ts';
import { selects } from '../fleet/label-selector.ts';
import { isFinished, isPodReady, isTerminating } from '../fleet/pod.ts';
import type { Pod } from '../fleet/pod.ts';

/**
 * What the eviction API would answer, decided as kube-apiserver 1.32 does (preflight.md "Eviction / PDB semantics",
 * recordings/kubernetes 1 to 13). `free`: no budget is asked or charged. `token`: one disruption of `budget` is spent.
 */
export type EvictionForecast =
  | { readonly kind: 'free' }
  | { readonly kind: 'token'; readonly budget: DisruptionBudget }
  | { readonly kind: 'blocked'; readonly budget: DisruptionBudget }
  | { readonly kind: 'not-observed'; readonly budget: DisruptionBudget }
  | { readonly kind: 'several-budgets'; readonly budgets: readonly DisruptionBudget[] };

export function forecastEviction(pod: Pod, budgets: readonly DisruptionBudget[]): EvictionForecast {
  if (isFinished(pod) || isTerminating(pod) || pod.status?.phase === 'Pending') return { kind: 'free' };
  const own = budgetsOf(pod, budgets);
  const [budget] = own;
  if (!budget) return { kind: 'free' };
  if (own.length > 1) return { kind: 'several-budgets', budgets: own };
  if (!isPodReady(pod) && unreadyMayGo(budget)) return { kind: 'free' };
  const { observedGeneration = 0, disruptionsAllowed = 0 } = budget.status ?? {};
  if (observedGeneration < (budget.metadata.generation ?? 0)) return { kind: 'not-observed', budget };
  return { kind: disruptionsAllowed > 0 ? 'token' : 'blocked', budget };
}

/** The budgets that cover a pod. `{}` covers every pod of its namespace, a missing selector none. */
export function budgetsOf(pod: Pod, budgets: readonly DisruptionBudget[]): readonly DisruptionBudget[] {
  return budgets.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.metadata.namespace && selects(spec.selector, pod.metadata.labels),
  );
}

/** An unready pod goes under AlwaysAllow, and otherwise only while the rest of the budget is healthy. */
function unreadyMayGo({ spec, status }: DisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}
