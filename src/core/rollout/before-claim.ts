import { DONE, firstNotDone, lookCloser, stuck, wait } from '../replacement/decision.ts';
import type { StepAnswer } from '../replacement/decision.ts';
import type { Candidate, Seen } from '../replacement/seen.ts';
import type { RolloutPlan } from '../plan/rollout-plan.ts';
import type { Rollout } from './rollout.ts';

/** Real ms for which the thread may be silent before no further node is begun. engine.md 2.7: 10 min. */
const SILENCE_MAX_MS = 10 * 60_000;

/** How long a blocker that appears before a node may pass by itself. engine.md 2.10: 10 min for a workload that rolls out. */
const OBJECTION_MAX_MS = 10 * 60_000;

/** Between two looks at what objects: each reads as much as preflight does. */
const OBJECTION_POLL_MS = 15_000;

/** What must hold before a node is touched: it was looked at, the right engine does it, people hear of it, preflight agrees. */
export function beforeClaim(rollout: Rollout, plan: RolloutPlan, node: string, seen: Seen): StepAnswer {
  const { candidate } = seen;
  if (candidate?.name !== node) return lookCloser(node);
  return firstNotDone([
    () => handedOver(node, seen),
    () => peopleHear(plan, candidate),
    () => preflightAgrees(rollout, candidate, seen.now),
  ]);
}

/** Never drain the node we lead from while somebody else can do it (engine.md 2.9); it stands last in the plan. */
function handedOver(node: string, { ownNode, candidate }: Seen): StepAnswer {
  if (node !== ownNode || !candidate?.standby) return DONE;
  return { kind: 'decided', decision: { kind: 'hand-over' } };
}

/** Without a channel in which people could stop it, no further node is begun; what is begun is finished. */
function peopleHear({ policy }: RolloutPlan, { silentMs }: Candidate): StepAnswer {
  if (silentMs <= SILENCE_MAX_MS) return DONE;
  const minutes = Math.floor(silentMs / 60_000);
  return wait(policy.pollMs, `Slack to be reached again: nothing could be said there for ${minutes} min`);
}

/** The cheap checks of preflight again, for this node: what objects may pass by itself, or needs a person. */
function preflightAgrees(rollout: Rollout, { name, objections }: Candidate, now: number): StepAnswer {
  const [first] = objections;
  if (!first) return DONE;
  const { objection } = rollout;
  const since = objection?.node === name ? objection.since : now;
  if (now - since <= OBJECTION_MAX_MS) {
    const why = `${first.objects[0] ?? first.id}: ${first.message}`;
    return wait(OBJECTION_POLL_MS, why, { ...rollout, objection: { node: name, since } });
  }
  return stuck({
    kind: 'preflight-before-node',
    objects: first.objects,
    message: `Before ${name}, preflight finds: ${first.message}`,
    fix: `${first.fix} Then resume.`,
    node: name,
  });
}
