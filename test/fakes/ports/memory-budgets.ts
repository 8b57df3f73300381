import { samePlain } from '../../../src/core/same-plain.ts';
import type { DisruptionBudget } from '../../../src/core/fleet/disruption-budget.ts';
import { selects } from '../../../src/core/fleet/label-selector.ts';
import { controllerOf, isPodReady, isTerminating } from '../../../src/core/fleet/pod.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { MemoryObjects } from './memory-objects.ts';

/** After this an entry of a disrupted pod is forgotten, and its token given back. Recording 1. */
const DISRUPTED_FOR_MS = 120_000;

/** What the disruption controller does: counts each budget's pods and says how many may go. */
export function recountBudgets(objects: MemoryObjects, now: number): void {
  const all = objects.list('pods');
  for (const budget of objects.list('poddisruptionbudgets')) {
    const { namespace, name } = budget.metadata;
    const pods = all.filter((pod) => covers(budget, pod));
    const owners = ownersOf(objects, pods);
    // A budget whose pods' owner has no scale is never observed (recording 5).
    if (owners.some(({ kind }) => kind === 'DaemonSet')) continue;
    const disruptedPods = stillDisrupted(budget, pods, now);
    const expectedPods = expectedOf(budget, pods, owners);
    const currentHealthy = pods.filter(
      (pod) => isPodReady(pod) && !isTerminating(pod) && disruptedPods[pod.metadata.name] === undefined,
    ).length;
    const desiredHealthy = desiredOf(budget, expectedPods);
    const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
    const status = {
      observedGeneration: budget.metadata.generation ?? 1,
      disruptionsAllowed,
      currentHealthy,
      desiredHealthy,
      expectedPods,
      ...(Object.keys(disruptedPods).length === 0 ? {} : { disruptedPods }),
    };
    if (samePlain(status, budget.status)) continue;
    objects.edit('poddisruptionbudgets', namespace, name, (draft) => {
      draft.status = status;
    });
  }
}

export function covers(budget: DisruptionBudget, pod: Pod): boolean {
  return (
    budget.metadata.namespace === pod.metadata.namespace && selects(budget.spec.selector, pod.metadata.labels)
  );
}

function stillDisrupted(budget: DisruptionBudget, pods: readonly Pod[], now: number): Record<string, string> {
  const entries = Object.entries(budget.status?.disruptedPods ?? {}).filter(([name, since]) => {
    const pod = pods.find(({ metadata }) => metadata.name === name);
    return pod !== undefined && !isTerminating(pod) && now - Date.parse(since) < DISRUPTED_FOR_MS;
  });
  return Object.fromEntries(entries);
}

interface Owner {
  readonly kind: string;
  readonly replicas: number;
}

/** The controllers of the pods, each once, a ReplicaSet in place of its Deployment: their replicas are the same. */
function ownersOf(objects: MemoryObjects, pods: readonly Pod[]): readonly Owner[] {
  const owners = new Map(
    pods.flatMap((pod) => {
      const owner = controllerOf(pod);
      return owner ? [[owner.uid, { ...owner, namespace: pod.metadata.namespace }] as const] : [];
    }),
  );
  return [...owners.values()].map(({ kind, name, namespace }) => {
    const plural = kind === 'StatefulSet' ? 'statefulsets' : 'replicasets';
    return { kind, replicas: objects.get(plural, namespace, name)?.spec.replicas ?? 0 };
  });
}

function expectedOf({ spec }: DisruptionBudget, pods: readonly Pod[], owners: readonly Owner[]): number {
  const bare = pods.filter((pod) => !controllerOf(pod));
  const byNumber = typeof spec.minAvailable === 'number';
  if (byNumber) return pods.length;
  // Bare pods have no scale to take a share of: nothing is expected of them (recording 17).
  if (bare.length > 0) return 0;
  return owners.reduce((sum, { replicas }) => sum + replicas, 0);
}

function desiredOf({ spec: { minAvailable, maxUnavailable } }: DisruptionBudget, expected: number): number {
  if (minAvailable !== undefined) return share(minAvailable, expected);
  return Math.max(0, expected - share(maxUnavailable ?? 0, expected));
}

/** Percentages round up, both of what must stay and of what may go (recording 18). */
function share(amount: number | string, of: number): number {
  return typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * of) / 100);
}
