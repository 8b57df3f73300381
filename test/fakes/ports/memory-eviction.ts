import type { DisruptionBudget } from '../../../src/core/fleet/disruption-budget.ts';
import { isFinished, isPodReady, isTerminating } from '../../../src/core/fleet/pod.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { EvictOutcome, PodTarget } from '../../../src/ports/cluster.ts';
import { covers } from './memory-budgets.ts';
import type { MemoryObjects } from './memory-objects.ts';

/**
 * The eviction of a real API server, branch by branch: the token is taken before the uid is looked at, two budgets are
 * refused, a budget that was not observed is refused for ever. `removed` hears of a pod that began to go.
 */
export function evictPod(objects: MemoryObjects, target: PodTarget, now: number): EvictOutcome {
  const pod = objects.get('pods', target.namespace, target.name);
  if (!pod) return { kind: 'gone' };
  if (ignoresBudgets(pod)) return remove(objects, pod, target, now);
  const budgets = objects.list('poddisruptionbudgets').filter((budget) => covers(budget, pod));
  if (budgets.length > 1) return severalBudgets();
  const [budget] = budgets;
  if (!budget || mayGoUnready(budget, pod)) return remove(objects, pod, target, now);
  const refused = refusal(budget);
  if (refused) return refused;
  spendToken(objects, budget, pod, now);
  return remove(objects, pod, target, now);
}

function ignoresBudgets(pod: Pod): boolean {
  return isFinished(pod) || pod.status?.phase === 'Pending' || isTerminating(pod);
}

function mayGoUnready({ spec, status }: DisruptionBudget, pod: Pod): boolean {
  if (isPodReady(pod)) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

function refusal({ metadata, status }: DisruptionBudget): EvictOutcome | undefined {
  const budget = metadata.name;
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 1))
    return {
      kind: 'not-observed',
      budget,
      message: `The disruption budget ${budget} is still being processed by the server.`,
      retryAfterMs: 10_000,
    };
  const { disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0 } = status ?? {};
  if (disruptionsAllowed > 0) return undefined;
  const message = `The disruption budget ${budget} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return { kind: 'blocked', budget, message };
}

function spendToken(objects: MemoryObjects, budget: DisruptionBudget, pod: Pod, now: number): void {
  objects.edit('poddisruptionbudgets', budget.metadata.namespace, budget.metadata.name, (draft) => {
    draft.status ??= {};
    draft.status.disruptionsAllowed = (draft.status.disruptionsAllowed ?? 0) - 1;
    draft.status.disruptedPods = {
      ...draft.status.disruptedPods,
      [pod.metadata.name]: new Date(now).toISOString(),
    };
  });
}

function remove(objects: MemoryObjects, pod: Pod, target: PodTarget, now: number): EvictOutcome {
  const { namespace, name, uid } = pod.metadata;
  if (uid !== target.uid) return { kind: 'replaced', tokenSpentMs: 120_000 };
  if (isFinished(pod) || pod.spec.nodeName === undefined) objects.remove('pods', namespace, name);
  else markTerminating(objects, pod, now);
  return { kind: 'evicted' };
}

/** The pod begins to go; whoever plays its kubelet removes it after its grace. */
export function markTerminating(objects: MemoryObjects, pod: Pod, now: number): void {
  objects.edit('pods', pod.metadata.namespace, pod.metadata.name, (draft) => {
    draft.metadata.deletionTimestamp ??= new Date(now).toISOString();
    draft.metadata.deletionGracePeriodSeconds ??= pod.spec.terminationGracePeriodSeconds ?? 30;
  });
}

function severalBudgets(): EvictOutcome {
  const message =
    'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
  return { kind: 'several-budgets', message };
}
