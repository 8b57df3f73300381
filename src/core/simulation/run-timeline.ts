/** What one node of the plan takes. Seconds. */
export interface NodeTimes {
  readonly name: string;
  /** Until the node is empty for good, everything that left it is Ready elsewhere and nothing hangs on it. */
  readonly drained: number;
  readonly window: number;
}

export interface RunTimes {
  readonly nodes: readonly NodeTimes[];
  readonly surge: number;
  /** From the wish for an instance to a node that takes pods. */
  readonly boot: number;
  /** What surrounds every node: writing the claim, marking, terminating. */
  readonly perNode: number;
  /** From the approval to the wish for the first instance, and from the last node to the verdict. */
  readonly aroundRun: number;
}

export interface RunTimeline {
  readonly total: number;
  /** From the claim of a node to the end of its window. */
  readonly perNode: readonly { readonly node: string; readonly seconds: number }[];
}

/**
 * A rollout as the engine runs it: the surge boots, then node after node; before each there must be one more usable
 * node than at the start. The canary is judged before its instance ends, all others after; their successors boot
 * meanwhile. The last `surge` nodes have none.
 */
export function runTimeline({ nodes, surge, boot, perNode, aroundRun }: RunTimes): RunTimeline {
  let now = aroundRun / 2;
  const coming = Array.from({ length: surge }, () => now + boot);
  /** Usable nodes beyond the number at the start. */
  let extra = 0;
  const results: { node: string; seconds: number }[] = [];
  for (const [index, { name, drained, window }] of nodes.entries()) {
    while (extra < 1 && coming.length > 0) {
      now = Math.max(now, Math.min(...coming));
      extra += arrive(coming, now);
    }
    const claimed = now;
    const canary = index === 0;
    const ended = claimed + perNode + drained + (canary ? window : 0);
    now = canary ? ended : ended + window;
    extra -= 1;
    if (nodes.length - index > surge) coming.push(ended + boot);
    extra += arrive(coming, now);
    results.push({ node: name, seconds: Math.round(now - claimed) });
  }
  return { total: now + aroundRun / 2, perNode: results };
}

/** How many of those on their way are there by now. */
function arrive(coming: number[], now: number): number {
  const there = coming.filter((time) => time <= now).length;
  coming.splice(0, coming.length, ...coming.filter((time) => time > now));
  return there;
}
