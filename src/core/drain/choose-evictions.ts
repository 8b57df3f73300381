import type { DisruptionBudget } from '../fleet/disruption-budget.ts';
import { selects } from '../fleet/label-selector.ts';
import { controllerOf, isPodReady } from '../fleet/pod.ts';
import type { Pod } from '../fleet/pod.ts';
import { countsOf } from '../fleet/workload-counts.ts';
import { objectName } from '../fleet/workload.ts';
import type { Workload } from '../fleet/workload.ts';
import type { TouchedWorkload } from '../rollout/claim.ts';
import { classifyPod } from './classify-pod.ts';
import { forecastEviction } from './eviction-forecast.ts';
import type { EvictionForecast } from './eviction-forecast.ts';
import { virtualBudget } from './virtual-budget.ts';

interface DrainFacts {
  /** Pods on the node, read in this very look: an older list may name a pod that is another one now (recordings 1). */
  readonly pods: readonly Pod[];
  readonly budgets: readonly DisruptionBudget[];
  /** The touched workloads as they are now. */
  readonly workloads: readonly Workload[];
  /** The same as they were when the node was claimed. */
  readonly before: readonly TouchedWorkload[];
  readonly inFlightMax: number;
}

/** Why a pod may not be evicted right now. */
export interface HeldBack {
  readonly pod: Pod;
  readonly objects: readonly string[];
  readonly message: string;
  readonly fix: string;
}

export interface EvictionChoice {
  readonly evict: readonly Pod[];
  readonly heldBack: readonly HeldBack[];
}

/**
 * The pods to evict now: within every budget as the API server would count it, one workload's pods only as far as its
 * earlier replacements are available again, different workloads side by side, never more in flight than the bound.
 */
export function chooseEvictions(facts: DrainFacts): EvictionChoice {
  const going = facts.pods.filter((pod) => classifyPod(pod) === 'going');
  const candidates = facts.pods.filter((pod) => classifyPod(pod) === 'evict').toSorted(byPriority);
  const spent = new Map<string, number>();
  const evict: Pod[] = [];
  const heldBack: HeldBack[] = [];
  for (const pod of candidates) {
    const held = holdBack(pod, facts, going, evict, spent);
    if (held) heldBack.push(held);
    else if (going.length + evict.length < facts.inFlightMax) evict.push(pod);
  }
  return { evict, heldBack };
}

/** Ordinary pods first, critical ones last (karpenter's order); then by name, so that the order is the same for all. */
function byPriority(a: Pod, b: Pod): number {
  const order = (a.spec.priority ?? 0) - (b.spec.priority ?? 0);
  return order !== 0 ? order : nameOf(a).localeCompare(nameOf(b));
}

function holdBack(
  pod: Pod,
  facts: DrainFacts,
  going: readonly Pod[],
  chosen: readonly Pod[],
  spent: Map<string, number>,
): HeldBack | undefined {
  const forecast = forecastEviction(pod, facts.budgets);
  const byBudget = heldByBudget(pod, forecast, spent);
  if (byBudget) return byBudget;
  const byWorkload = heldByWorkload(pod, facts, [...going, ...chosen], forecast);
  if (byWorkload) return byWorkload;
  if (forecast.kind === 'token') {
    const key = nameOf(forecast.budget);
    spent.set(key, (spent.get(key) ?? 0) + 1);
  }
  return undefined;
}

function heldByBudget(
  pod: Pod,
  forecast: EvictionForecast,
  spent: ReadonlyMap<string, number>,
): HeldBack | undefined {
  switch (forecast.kind) {
    case 'free':
      return undefined;
    case 'token': {
      const left =
        (forecast.budget.status?.disruptionsAllowed ?? 0) - (spent.get(nameOf(forecast.budget)) ?? 0);
      return left > 0 ? undefined : blockedBy(pod, forecast.budget);
    }
    case 'blocked':
      return blockedBy(pod, forecast.budget);
    case 'not-observed':
      return {
        pod,
        objects: [budgetName(forecast.budget), podName(pod)],
        message: `${budgetName(forecast.budget)} has not been processed by the cluster yet.`,
        fix: 'If its pods belong to an owner without a scale (a DaemonSet, a custom kind), it never will be: use minAvailable as a number, or remove the budget.',
      };
    case 'several-budgets': {
      const names = forecast.budgets.map(budgetName);
      return {
        pod,
        objects: [...names, podName(pod)],
        message: `${podName(pod)} is covered by ${names.length} budgets (${names.join(', ')}): the eviction API refuses such a pod for ever.`,
        fix: 'Narrow the selector of one of the budgets, or delete one.',
      };
    }
  }
}

function blockedBy(pod: Pod, budget: DisruptionBudget): HeldBack {
  const { currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
  return {
    pod,
    objects: [budgetName(budget), podName(pod)],
    message: `${budgetName(budget)} allows no disruption now: ${currentHealthy} healthy, ${desiredHealthy} must stay.`,
    fix: 'Repair or scale up the workload, or relax the budget, until it allows one disruption.',
  };
}

function heldByWorkload(
  pod: Pod,
  { workloads, before }: DrainFacts,
  leaving: readonly Pod[],
  forecast: EvictionForecast,
): HeldBack | undefined {
  const workload = workloads.find((candidate) => owns(candidate, pod));
  const counts = workload && countsOf(workload);
  if (!workload || !counts) return forecast.kind === 'free' ? heldByUnknownOwner(pod, leaving) : undefined;
  const ref = objectName(workload.kind, workload.metadata.namespace, workload.metadata.name);
  const wanted = Math.min(
    counts.desired,
    before.find((touched) => touched.ref === ref)?.available ?? counts.desired,
  );
  const leavingOwn = leaving.filter((other) => owns(workload, other)).length;
  // The status may lag behind an eviction of a moment ago: pods that leave this node count as away already.
  const away = Math.max(wanted - counts.available, leavingOwn);
  const allowed = forecast.kind === 'token' ? Number.POSITIVE_INFINITY : virtualBudget(counts.desired);
  // An unready pod is no loss when it goes: it is not among the available ones.
  if (away < allowed || (!isPodReady(pod) && leavingOwn === 0)) return undefined;
  return {
    pod,
    objects: [ref, podName(pod)],
    message: `${ref} has ${counts.available} of ${counts.desired} pods available; the next one is moved when its replacement is.`,
    fix: `See why the replacement is not available: kubectl -n ${workload.metadata.namespace ?? ''} describe pods.`,
  };
}

/**
 * Of an owner that does not say how many pods it has (an operator's own kind), one leaves at a time: more cannot be known. A Job's
 * pods are meant to come and go.
 */
function heldByUnknownOwner(pod: Pod, leaving: readonly Pod[]): HeldBack | undefined {
  const owner = controllerOf(pod);
  if (!owner || owner.kind === 'Job') return undefined;
  if (!leaving.some((other) => controllerOf(other)?.uid === owner.uid)) return undefined;
  const ref = objectName(owner.kind, pod.metadata.namespace, owner.name);
  return {
    pod,
    objects: [ref, podName(pod)],
    message: `${ref} does not say how many pods it needs; without a budget, one of them leaves at a time.`,
    fix: 'Give its pods a PodDisruptionBudget.',
  };
}

/** Through the selector: a Deployment's pods are owned by its ReplicaSets, which are not read here. */
function owns({ metadata, spec }: Workload, pod: Pod): boolean {
  return (
    metadata.namespace === pod.metadata.namespace &&
    controllerOf(pod) !== undefined &&
    selects(spec.selector, pod.metadata.labels)
  );
}

function nameOf({
  metadata,
}: {
  readonly metadata: { readonly namespace?: string; readonly name: string };
}): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function budgetName({ metadata }: DisruptionBudget): string {
  return objectName('PodDisruptionBudget', metadata.namespace, metadata.name);
}

function podName({ metadata }: Pod): string {
  return objectName('Pod', metadata.namespace, metadata.name);
}
