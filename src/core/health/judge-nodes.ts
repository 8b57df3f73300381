import { NODE_METRICS, NODE_RULES } from './gate-rules.ts';
import type { NodeMetric } from './gate-rules.ts';
import type { GateTiming } from './gate-timing.ts';
import type { Judged, NotJudged, Reason } from './judgement.ts';
import type { ComparedNode, NodeLook } from './node-use.ts';
import { percent } from './number-words.ts';
import { trailingStreak } from './streak.ts';

interface NodesJudgement {
  readonly reasons: readonly Reason[];
  readonly judged: readonly Judged[];
  readonly notJudged: readonly NotJudged[];
}

/**
 * T3 for nodes: is a patched node busy nearly all the time, or does it make its programs wait, as the other nodes do not? It asks
 * for a longer look and then for a person, and never halts: a new kernel or instance type moves such numbers honestly.
 */
export function judgeNodes(looks: readonly NodeLook[], timing: GateTiming, now: number): NodesJudgement {
  const parts = NODE_METRICS.map((metric) => judgeMetric(metric, looks, timing, now));
  return {
    reasons: parts.flatMap(({ reasons }) => reasons),
    judged: parts.flatMap(({ judged }) => judged),
    notJudged: parts.flatMap(({ notJudged }) => notJudged),
  };
}

function judgeMetric(
  metric: NodeMetric,
  looks: readonly NodeLook[],
  timing: GateTiming,
  now: number,
): NodesJudgement {
  const seen = looks.map((look) => ({ at: look.at, one: comparedIn(look, metric) }));
  const known = seen.flatMap(({ one }) => (one?.others === undefined ? [] : [one]));
  const last = known.at(-1);
  if (!last) return { reasons: [], judged: [], notJudged: whyNothing(metric, looks) };
  const numbers = `${NODE_RULES[metric].words} ${percent(last.patched)}, ${percent(last.others ?? 0)} on the other nodes`;
  const streak = trailingStreak(seen.map(({ at, one }) => ({ at, says: one && violates(one) })));
  const workload = `Node/${last.node}`;
  const judged: Judged = { workload, metric, tier: 'T3', evaluations: known.length, numbers };
  if (streak.count < NODE_RULES[metric].inARow || streak.since === undefined)
    return { reasons: [], judged: [judged], notJudged: [] };
  const verdict = now - streak.since >= timing.extensionMs ? 'PAUSE' : 'EXTEND';
  const sentence = `${workload}: ${numbers}, ${streak.count} evaluations in a row.`;
  return { reasons: [{ verdict, tier: 'T3', metric, sentence }], judged: [judged], notJudged: [] };
}

function comparedIn(look: NodeLook, metric: NodeMetric): ComparedNode | undefined {
  return 'compared' in look ? look.compared.find((one) => one.metric === metric) : undefined;
}

/** Without another node there is nothing to say: a cluster may be busy all the time. */
function violates({ metric, patched, others }: ComparedNode): boolean | undefined {
  if (others === undefined) return undefined;
  const { share, factor } = NODE_RULES[metric];
  return patched > share && patched > factor * others;
}

/** Of what the source never tells, nothing is said: pressure is scraped in few places. */
function whyNothing(metric: NodeMetric, looks: readonly NodeLook[]): readonly NotJudged[] {
  const last = looks.at(-1);
  if (!last) return [];
  if ('why' in last) return [{ metric, why: last.why }];
  return comparedIn(last, metric) ? [{ metric, why: 'there is no other node to compare with' }] : [];
}
