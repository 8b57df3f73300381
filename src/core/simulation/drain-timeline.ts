/** A pod on its way off a node. Seconds. */
export interface MovingPod {
  readonly name: string;
  /** Pods of one owner wait for each other's replacements. */
  readonly owner: string;
  /** From its eviction until it is gone. */
  readonly exit: number;
  /** From the birth of its replacement until that is Ready. */
  readonly ready: number;
  /** Its replacement is made only when it is gone: a StatefulSet's pod, a Job's. */
  readonly replacedAfterExit: boolean;
  /** Its owner does not say how many pods it needs: the next one goes when this one is gone, replaced or not. */
  readonly uncounted?: boolean;
  /** From the end of the pod until its volumes are free again. */
  readonly detach: number;
  /** The account that its eviction is charged to; undefined: none. */
  readonly budget?: string;
}

/** How many may be away at once, by budget and, for pods without one, by owner. */
export interface Allowances {
  readonly budgets: ReadonlyMap<string, number>;
  readonly owners: ReadonlyMap<string, number>;
  readonly inFlightMax: number;
  /** From an event that lets pods go to their eviction, where drover waited for it; 0 unless told. */
  readonly reaction?: number;
}

export type DrainTimeline =
  | {
      readonly kind: 'ends';
      /** When the last pod is gone. */
      readonly empty: number;
      /** When the last replacement is Ready and the last volume free. */
      readonly settled: number;
      /** How many times somebody had to wait for a budget. */
      readonly rounds: number;
    }
  /** Pods that nothing will ever let go. */
  | { readonly kind: 'never'; readonly left: readonly string[] };

/** A kubelet looks at its containers once a second, and its pod is gone after that: what it takes beyond the containers' end. */
const KUBELET_SECONDS = 1;

/**
 * What controllers take beyond a pod's own start: to make the replacement, to give it a node, and to count it in its budget, each
 * 0.1 to 0.2 s (recordings 1 to 14 of a real controller manager and scheduler).
 */
const CONTROLLERS_SECONDS = 0.5;

/**
 * The drain of one node, event by event, by the engine's own rules: every pod as soon as its budget, or drover's own
 * bound for its owner, and the number in flight allow.
 */
export function drainTimeline(pods: readonly MovingPod[], allowances: Allowances): DrainTimeline {
  const { reaction = 0 } = allowances;
  const waiting = [...pods];
  const leaving: Leaving[] = [];
  let now = 0;
  let rounds = 0;
  while (waiting.length > 0) {
    const able = waiting.findIndex((pod) => mayGo(pod, leaving, allowances, now));
    const [pod] = able < 0 ? [] : waiting.splice(able, 1);
    if (pod) {
      leaving.push(leave(pod, rounds === 0 ? now : now + reaction));
      continue;
    }
    const next = nextEvent(leaving, now);
    if (next === undefined) return { kind: 'never', left: waiting.map(({ name }) => name) };
    now = next;
    rounds++;
  }
  const empty = Math.max(0, ...leaving.map(({ gone }) => gone));
  const settled = Math.max(empty, ...leaving.map(({ back, gone, pod }) => Math.max(back, gone + pod.detach)));
  return { kind: 'ends', empty, settled, rounds };
}

interface Leaving {
  readonly pod: MovingPod;
  readonly gone: number;
  /** When its replacement is Ready. */
  readonly back: number;
}

function leave(pod: MovingPod, now: number): Leaving {
  const gone = now + pod.exit + KUBELET_SECONDS;
  const born = pod.replacedAfterExit ? gone + pod.detach : now;
  return { pod, gone, back: born + pod.ready + CONTROLLERS_SECONDS };
}

function mayGo(pod: MovingPod, leaving: readonly Leaving[], allowances: Allowances, now: number): boolean {
  const going = leaving.filter(({ gone }) => gone > now);
  if (going.length >= allowances.inFlightMax) return false;
  const away = leaving.filter(({ back }) => back > now);
  if (pod.budget !== undefined) {
    const charged = away.filter((other) => other.pod.budget === pod.budget).length;
    return charged < (allowances.budgets.get(pod.budget) ?? 0);
  }
  const ownAway = (pod.uncounted ? going : away).filter((other) => other.pod.owner === pod.owner).length;
  return ownAway < (pod.uncounted ? 1 : (allowances.owners.get(pod.owner) ?? Infinity));
}

function nextEvent(leaving: readonly Leaving[], now: number): number | undefined {
  const later = leaving.flatMap(({ gone, back }) => [gone, back]).filter((time) => time > now);
  return later.length > 0 ? Math.min(...later) : undefined;
}
