import type { Claim, Sighting } from '../rollout/claim.ts';
import type { GroupView, NodeWork } from '../replacement/seen.ts';
import { FACT_RULES } from './fact-rules.ts';
import type { FactRule } from './fact-rules.ts';
import { suspectNodes } from './suspect-nodes.ts';
import { suspectPods } from './suspect-pods.ts';
import { suspectWorkloads } from './suspect-workloads.ts';
import type { Suspicion } from './suspicion.ts';
import { byKey, follow } from './follow.ts';
import type { Sightings } from './follow.ts';
import { worst } from './verdict.ts';
import type { Verdict } from './verdict.ts';

export interface FactsJudgement {
  readonly verdict: Verdict;
  /** What led to the verdict: each with its object, its numbers, and for how long it lasts. */
  readonly reasons: readonly string[];
  /** To be remembered until the next look. */
  readonly sightings: readonly Sighting[];
}

interface Facts {
  readonly claim: Claim;
  readonly work: NodeWork;
  readonly group: GroupView | undefined;
  /** The image that patched nodes run. */
  readonly imageId: string;
  /** Only while the drain goes on, workloads are short of pods by design. */
  readonly draining: boolean;
  readonly now: number;
}

/**
 * The gate's tier T0: did patching this node break something that Kubernetes itself can see? Pure: the same facts give
 * the same verdict. What was broken before the claim is not our doing and is not suspected.
 */
export function judgeFacts(facts: Facts): FactsJudgement {
  const { claim, now } = facts;
  const before = byKey(claim.sightings);
  const followed = follow(before, facts.work, facts.group, now);
  const suspicions = [
    ...suspectPods(claim, facts.work, followed, now),
    ...(facts.group ? suspectNodes(facts.group, facts.imageId, followed) : []),
    ...(facts.draining ? [] : suspectWorkloads(claim, facts.work)),
  ];
  const since = suspicions.map((suspicion) => sightingOf(suspicion, before, now));
  const judged = suspicions.map((suspicion, index) => {
    const seenMs = now - (since[index]?.since ?? now);
    return { suspicion, seenMs, verdict: verdictAfter(FACT_RULES[suspicion.rule], seenMs) };
  });
  const verdict = worst(judged.map((one) => one.verdict));
  return {
    verdict,
    reasons: judged
      .filter((one) => one.verdict === verdict)
      .map(({ suspicion, seenMs }) => sentence(suspicion, seenMs)),
    sightings: [...since, ...followed.values()],
  };
}

function sightingOf({ key }: Suspicion, before: Sightings, now: number): Sighting {
  const known = before.get(key);
  return known ? { ...known, count: known.count + 1 } : { key, since: now, count: 1 };
}

/** Until a rule's first step is reached, its suspicion only keeps the window open. */
function verdictAfter({ steps }: FactRule, seenMs: number): Verdict {
  return steps.findLast(({ afterMs }) => seenMs >= afterMs)?.verdict ?? 'EXTEND';
}

function sentence({ rule, object, detail }: Suspicion, seenMs: number): string {
  const seconds = Math.round(seenMs / 1_000);
  const lasting = seconds > 0 ? ` for ${seconds} s` : '';
  return `${object} ${FACT_RULES[rule].say}${detail ? ` ${detail}` : ''}${lasting}.`;
}
