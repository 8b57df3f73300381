/** One pod that a drain moves. All durations of this file are world ms. */
export interface MovedPod {
  /** From its eviction until nothing of it runs any more. */
  readonly exitMs: number;
  /** From the moment its replacement is made until that is ready. */
  readonly readyMs: number;
  /** Its replacement is made only when it is gone, as a StatefulSet does, not at once, as a Deployment does. */
  readonly isReplacedAfterExit: boolean;
  /** The budget that covers it, if one does. */
  readonly budget?: string;
}

export interface DrainedNode {
  readonly pods: readonly MovedPod[];
  /** From power-on of the instance that takes its place until that is Ready. */
  readonly bootMs: number;
  /** Leaving its load balancers, after the drain. */
  readonly deregistrationMs: number;
  /** What is left of the detaching of its volumes when the drain is over. */
  readonly detachMs: number;
  /** For how long the replaced node is judged. */
  readonly windowMs: number;
}

export interface CriticalPathInputs {
  /** In the order in which they are drained, one at a time. */
  readonly nodes: readonly DrainedNode[];
  /** How many pods of each budget may be missing at once. */
  readonly budgets: Readonly<Record<string, number>>;
  /** Between a change of pods and the new count of a budget. */
  readonly budgetLagMs: number;
  /** How many instances more than nodes there are while the rollout runs. */
  readonly surge: number;
}

interface NodeStep {
  readonly startsAt: number;
  /** Its pods have moved, and the instance that takes its place is ready. */
  readonly drainedAt: number;
  readonly terminatedAt: number;
  /** Its window is over. */
  readonly endsAt: number;
}

export interface CriticalPath {
  readonly totalMs: number;
  readonly steps: readonly NodeStep[];
}

/**
 * The shortest time in which a rollout that never waits needlessly can replace the nodes one after another: the first
 * boot, then for each node its drain or what is left of the boot that goes on beside it, whichever is longer, then
 * deregistration, volumes, and the window. The next instance boots from the moment a node is terminated.
 */
export function criticalPath(inputs: CriticalPathInputs): CriticalPath {
  const { nodes, surge } = inputs;
  const steps: NodeStep[] = [];
  let now = nodes[0]?.bootMs ?? 0;
  for (const [index, node] of nodes.entries()) {
    const begun = steps[index - surge]?.terminatedAt ?? 0;
    const drainedAt = Math.max(now + drainMs(node.pods, inputs), begun + node.bootMs);
    const terminatedAt = drainedAt + node.deregistrationMs + node.detachMs;
    const endsAt = terminatedAt + node.windowMs;
    steps.push({ startsAt: now, drainedAt, terminatedAt, endsAt });
    now = endsAt;
  }
  return { totalMs: now, steps };
}

/**
 * How long a drain takes that evicts a pod as soon as its budget lets it go, until all are gone and replaced. A budget
 * gets its token back when the replacement is ready and has been counted.
 */
export function drainMs(
  pods: readonly MovedPod[],
  { budgets, budgetLagMs }: Pick<CriticalPathInputs, 'budgets' | 'budgetLagMs'>,
): number {
  const groups = Map.groupBy(pods, ({ budget }) => budget);
  const ends = [...groups].map(([budget, members]) => {
    if (budget === undefined) return Math.max(...members.map(moveMs));
    return roundsMs(members, budgets[budget] ?? 0, budgetLagMs);
  });
  return Math.max(0, ...ends);
}

/** Until the pod is gone and its replacement ready. */
function moveMs({ exitMs, readyMs, isReplacedAfterExit }: MovedPod): number {
  return isReplacedAfterExit ? exitMs + readyMs : Math.max(exitMs, readyMs);
}

/** Until its replacement is ready, which is when the budget may let the next go. */
function heldMs({ exitMs, readyMs, isReplacedAfterExit }: MovedPod): number {
  return isReplacedAfterExit ? exitMs + readyMs : readyMs;
}

/** The quickest to be replaced go first; a budget that lets nobody go is never done. */
function roundsMs(pods: readonly MovedPod[], tokens: number, lagMs: number): number {
  if (tokens <= 0) return Number.POSITIVE_INFINITY;
  const freeAt = Array.from({ length: tokens }, () => 0);
  let end = 0;
  for (const pod of pods.toSorted((one, other) => heldMs(one) - heldMs(other))) {
    const token = freeAt.indexOf(Math.min(...freeAt));
    const evictedAt = freeAt[token] ?? 0;
    freeAt[token] = evictedAt + heldMs(pod) + lagMs;
    end = Math.max(end, evictedAt + moveMs(pod));
  }
  return end;
}
