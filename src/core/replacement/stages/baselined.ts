import { DONE, save, stuck, wait } from '../decision.ts';
import type { StepAnswer } from '../decision.ts';
import { withClaim } from '../stage-context.ts';
import type { StageContext } from '../stage-context.ts';

/** Before a source that did not answer is asked again. health-gate.md 4.5: 10 s. */
const RETRY_MS = 10_000;

/**
 * Before the first effect on a node, what its workloads were like is written down: later it cannot be known. Without that
 * nothing is begun, since nothing could be judged.
 */
export function baselined(context: StageContext): StepAnswer {
  const { claim, rollout, work, plan, seen } = context;
  if (claim.purpose !== 'replace' || claim.drainStartedAt !== undefined || !work.gate) return DONE;
  switch (work.gate.kind) {
    case 'samples':
      return DONE;
    case 'baselines':
      return save({ ...rollout, gate: work.gate.record });
    case 'unread': {
      const waitingFor = `the metrics source: ${work.gate.why}`;
      if (seen.now - claim.claimedAt > plan.policy.holdTimeoutMs)
        return stuck(silent(context, work.gate.why));
      return wait(RETRY_MS, waitingFor, withClaim(context, { waitingFor }));
    }
  }
}

function silent({ claim }: StageContext, why: string): Parameters<typeof stuck>[0] {
  return {
    kind: 'metrics-unavailable',
    objects: [`Node/${claim.node.name}`],
    message: `The metrics source does not tell how the workloads of ${claim.node.name} are, so that they could not be judged afterwards: ${why}`,
    fix: 'Bring it back (drover metrics check says what is missing), then resume. Nothing was drained.',
    node: claim.node.name,
  };
}
