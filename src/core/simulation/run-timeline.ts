import type { EngineTime, NodeTurns } from './engine-time.ts';

/** What one node of the plan takes. Seconds. */
export interface NodeTimes {
  readonly name: string;
  /** Until the node is empty for good, everything that left it is Ready elsewhere and nothing hangs on it. */
  readonly drained: number;
  readonly window: number;
  /** What drover itself takes around that. */
  readonly turns: NodeTurns;
}

export interface RunTimes {
  readonly nodes: readonly NodeTimes[];
  readonly surge: number;
  /** From the wish for an instance to a node that takes pods. */
  readonly boot: number;
  readonly engine: Pick<EngineTime, 'beforeSurge' | 'capacitySeen' | 'atEnd'>;
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
export function runTimeline({ nodes, surge, boot, engine }: RunTimes): RunTimeline {
  let now = engine.beforeSurge;
  const coming = Array.from({ length: surge }, () => now + boot);
  /** Usable nodes beyond the number at the start. */
  let extra = 0;
  /** Nodes that joined while the last one was in work. */
  let came = 0;
  const results: { node: string; seconds: number }[] = [];
  for (const [index, { name, ...times }] of nodes.entries()) {
    let adopting = came > 0 ? times.turns.adopted : 0;
    while (extra < 1 && coming.length > 0) {
      adopting = 0;
      const first = Math.min(...coming);
      now = Math.max(now, first + engine.capacitySeen);
      // Whatever the numbers are, one that was waited for has come: this loop ends.
      extra += arrive(coming, Math.max(now, first));
    }
    const claimed = now + adopting + times.turns.gate;
    const { ended, over } = index === 0 ? canary(claimed, times) : another(claimed, times);
    now = over;
    extra -= 1;
    if (nodes.length - index > surge) coming.push(ended + boot);
    came = arrive(coming, now);
    extra += came;
    results.push({ node: name, seconds: Math.round(now - claimed) });
  }
  return { total: now + engine.atEnd, perNode: results };
}

interface NodeEnd {
  /** When its instance is told to end. */
  readonly ended: number;
  /** When the next node may be looked at. */
  readonly over: number;
}

function canary(claimed: number, { drained, window, turns }: Omit<NodeTimes, 'name'>): NodeEnd {
  const judged = settledAt(claimed, drained, turns) + window + turns.judged;
  const ended = judged + turns.terminated;
  return { ended, over: ended + turns.released };
}

function another(claimed: number, { drained, window, turns }: Omit<NodeTimes, 'name'>): NodeEnd {
  const settled = settledAt(claimed, drained, turns);
  const ended = settled + turns.terminated;
  return { ended, over: Math.max(settled + window, ended + turns.released) + turns.judged };
}

function settledAt(claimed: number, drained: number, turns: NodeTurns): number {
  return claimed + turns.toDrain + drained + turns.settled;
}

/** How many of those on their way are there by now. */
function arrive(coming: number[], now: number): number {
  const there = coming.filter((time) => time <= now).length;
  coming.splice(0, coming.length, ...coming.filter((time) => time > now));
  return there;
}
