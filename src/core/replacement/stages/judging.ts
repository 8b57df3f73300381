import { claimKey, withSamples, withSurroundings } from '../../health/gate-record.ts';
import type { GateRecord } from '../../health/gate-record.ts';
import { gateTiming } from '../../health/gate-timing.ts';
import type { GateTiming } from '../../health/gate-timing.ts';
import { judgeFacts } from '../../health/judge-facts.ts';
import type { FactsJudgement } from '../../health/judge-facts.ts';
import { judge as judgeWindow } from '../../health/judge.ts';
import type { GateFacts } from '../../health/judge.ts';
import { judgeAlerts } from '../../health/judge-alerts.ts';
import { judgeNodes } from '../../health/judge-nodes.ts';
import type { GateJudgement } from '../../health/judgement.ts';
import { notJudgedLines } from '../../health/not-judged-lines.ts';
import { untilNextLook } from '../../health/look-due.ts';
import { unpackSample } from '../../health/packed-sample.ts';
import type { Rollout } from '../../rollout/rollout.ts';
import { DONE, harm, save, stuck, wait } from '../decision.ts';
import type { StepAnswer } from '../decision.ts';
import { whatItTouched, withClaim } from '../stage-context.ts';
import type { StageContext } from '../stage-context.ts';

/** The health window: from the moment the replacements were ready, for so long, with so many looks, nothing got worse. */
export function judge(context: StageContext): StepAnswer {
  const { claim, seen } = context;
  const record = recordOf(context);
  const timing = windowTiming(context);
  const facts = judgeFacts({ ...context, ...factsOf(context) });
  // What Kubernetes itself shows does not wait for the next look.
  if (facts.verdict === 'HALT') return harm('gate', ...facts.reasons);
  const nextLookMs = untilNextLook(claim, record, timing, seen.now);
  // What was seen is judged as of the last look and before the next one: a slow machine may never be in time for a look.
  const judgement = judgeAll(context, record, timing, facts);
  switch (judgement.verdict) {
    case 'HALT':
      return harm('gate', ...reasonsOf(judgement));
    case 'PAUSE':
      return stuck(worse(context, reasonsOf(judgement)));
    case 'PASS':
      return passed(context, judgement);
    case 'EXTEND':
    case 'UNKNOWN':
      if (nextLookMs <= 0) return look(context, record, facts);
      return wait(waitMs(context, timing, nextLookMs), 'the health window');
  }
}

/** What was not judged is written down for the report before the window is over. */
function passed({ rollout }: StageContext, judgement: GateJudgement): StepAnswer {
  const before = rollout.notJudged ?? [];
  const notJudged = notJudgedLines(before, judgement);
  return notJudged.length === before.length ? DONE : save({ ...rollout, notJudged });
}

function judgeAll(
  context: StageContext,
  record: GateRecord | undefined,
  timing: GateTiming,
  kubernetes: FactsJudgement,
): GateJudgement {
  const { claim, seen } = context;
  const asOf = claim.looks.lastAt ?? claim.settledAt ?? seen.now;
  return judgeWindow(
    record?.samples.map(unpackSample) ?? [],
    {
      kubernetes,
      since: claim.settledAt ?? seen.now,
      looks: claim.looks.valid,
      baselines: record?.baselines ?? [],
      surroundings: record ? surroundingsOf(record, timing, claim.settledAt ?? seen.now, asOf) : [],
    },
    timing,
    asOf,
  );
}

function surroundingsOf(
  record: GateRecord,
  timing: GateTiming,
  since: number,
  now: number,
): NonNullable<GateFacts['surroundings']> {
  const alerts = judgeAlerts(record.alerts, since + timing.windowMs, now);
  return [{ reasons: alerts, judged: [], notJudged: [] }, judgeNodes(record.nodes ?? [], timing, now)];
}

/** The record of this claim; that of another node is of no use here. */
function recordOf({ rollout, claim }: StageContext): GateRecord | undefined {
  return rollout.gate?.claim === claimKey(claim) ? rollout.gate : undefined;
}

function windowTiming(context: StageContext): GateTiming {
  return gateTiming(context.plan.policy, context.claim.canary, recordOf(context)?.scrapeMs);
}

function factsOf({ plan, seen }: StageContext): Omit<Parameters<typeof judgeFacts>[0], 'claim' | 'work'> {
  return { group: seen.group, imageId: plan.release.imageId, draining: false, now: seen.now };
}

/** Writes down what was seen; what it means is decided at the next turn, from the slot. */
function look(
  context: StageContext,
  record: GateRecord | undefined,
  { sightings, reasons }: FactsJudgement,
): StepAnswer {
  const { claim, seen, work } = context;
  // A source was to be asked and was not, since the look became due meanwhile: ask it.
  if (record && work.gate?.kind !== 'samples') return wait(0, 'the metrics of this look');
  const looked: Rollout = withClaim(context, {
    sightings,
    looks: { valid: claim.looks.valid + 1, all: claim.looks.all + 1, lastAt: seen.now },
    waitingFor: reasons[0] ?? 'the health window',
  });
  if (!record || work.gate?.kind !== 'samples') return save(looked);
  const { samples, surroundings } = work.gate;
  const sampled = withSamples(record, samples);
  return save({ ...looked, gate: surroundings ? withSurroundings(sampled, surroundings) : sampled });
}

function waitMs({ claim, seen }: StageContext, { windowMs }: GateTiming, nextLookMs: number): number {
  const leftMs = (claim.settledAt ?? seen.now) + windowMs - seen.now;
  return leftMs > 0 ? Math.min(nextLookMs, leftMs) : nextLookMs;
}

function reasonsOf({ verdict, reasons }: GateJudgement): readonly string[] {
  const decisive = reasons.filter((reason) => reason.verdict === verdict);
  return (decisive.length > 0 ? decisive : reasons).map(({ sentence }) => sentence);
}

function worse({ claim }: StageContext, reasons: readonly string[]): Parameters<typeof stuck>[0] {
  return {
    kind: 'gate-undecided',
    objects: whatItTouched(claim),
    message: `The health window after ${claim.node.name} could not be passed: ${reasons.join(' ') || 'too few looks had all facts.'}`,
    fix: 'Look at what is named. Resume goes on with the next node; roll back returns to the former release.',
    node: claim.node.name,
  };
}
