import { judgeFacts } from '../../health/judge-facts.ts';
import { DONE, harm, save, stuck, wait } from '../decision.ts';
import type { StepAnswer } from '../decision.ts';
import { withClaim } from '../stage-context.ts';
import type { StageContext } from '../stage-context.ts';

/** Looks in a window at the least; each is written down, so that a window with gaps is never passed. */
const LOOKS_MIN = 10;

/** Between two looks of the window at the most. health-gate.md 4.2: 30 s. */
const LOOK_EVERY_MAX_MS = 30_000;

/** Share of the window's looks that must have had all facts. health-gate.md 4.1: 80 %. */
const VALID_SHARE_MIN = 0.8;

/** A window kept open by something that never becomes a verdict ends here, with a person. health-gate.md 4.1: 15 min. */
const EXTENDED_MAX_MS = 15 * 60_000;

/** The health window: from the moment the replacements were ready, for so long, with so many looks, nothing got worse. */
export function judge(context: StageContext): StepAnswer {
  const { claim, work, plan, seen } = context;
  const windowMs = claim.canary ? plan.policy.canaryWindowMs : plan.policy.windowMs;
  const everyMs = Math.min(LOOK_EVERY_MAX_MS, windowMs / LOOKS_MIN);
  const judgement = judgeFacts({
    claim,
    work,
    group: seen.group,
    imageId: plan.release.imageId,
    draining: false,
    now: seen.now,
  });
  if (judgement.verdict === 'HALT') return harm('gate', ...judgement.reasons);
  const passedMs = seen.now - (claim.settledAt ?? seen.now);
  if (judgement.verdict === 'PAUSE' || passedMs > windowMs + EXTENDED_MAX_MS) {
    return stuck(worse(context, judgement.reasons));
  }
  const due = seen.now - (claim.looks.lastAt ?? Number.NEGATIVE_INFINITY) >= everyMs;
  if (due) return save(look(context, judgement.sightings, judgement.reasons[0]));
  const covered = claim.looks.valid * everyMs >= VALID_SHARE_MIN * windowMs;
  if (passedMs >= windowMs && covered && judgement.verdict === 'PASS') return DONE;
  const nextLookMs = everyMs - (seen.now - (claim.looks.lastAt ?? seen.now));
  const leftMs = passedMs < windowMs ? Math.min(nextLookMs, windowMs - passedMs) : nextLookMs;
  return wait(leftMs, 'the health window');
}

function look(
  context: StageContext,
  sightings: StageContext['claim']['sightings'],
  reason: string | undefined,
): StageContext['rollout'] {
  const { claim, seen } = context;
  return withClaim(context, {
    sightings,
    looks: { valid: claim.looks.valid + 1, all: claim.looks.all + 1, lastAt: seen.now },
    waitingFor: reason ?? 'the health window',
  });
}

function worse({ claim }: StageContext, reasons: readonly string[]): Parameters<typeof stuck>[0] {
  return {
    kind: 'gate-undecided',
    objects: claim.workloads.map(({ ref }) => ref),
    message: `The health window after ${claim.node.name} could not be passed: ${reasons.join(' ') || 'too few looks had all facts.'}`,
    fix: 'Look at what is named. Resume goes on with the next node; roll back returns to the former release.',
    node: claim.node.name,
  };
}
