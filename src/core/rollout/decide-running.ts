import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { act, DONE, firstNotDone, lookCloser, save, stuck, wait } from '../replacement/decision.ts';
import type { Decision, StepAnswer } from '../replacement/decision.ts';
import { decideClaim, withoutClaim } from '../replacement/decide-claim.ts';
import { isLeaving, membersOf } from '../replacement/members.ts';
import { forgetCordon, giveBack, isCordonedBy } from '../replacement/node-changes.ts';
import { openClaim } from '../replacement/open-claim.ts';
import type { GroupView, Seen } from '../replacement/seen.ts';
import { awaitCapacity } from './await-capacity.ts';
import { beforeClaim } from './before-claim.ts';
import { beginHalt } from './begin-halt.ts';
import { decideStart } from './decide-start.ts';
import { findDrift } from './drift.ts';
import { nextNode } from './next-node.ts';
import type { NextNode } from './next-node.ts';
import { remainingNodes } from './remaining-nodes.ts';
import type { NodeResult, Problem, Rollout } from './rollout.ts';
import { tell } from './story.ts';
import { takeBackSurge } from './take-back-surge.ts';
import { untilShown } from './until-shown.ts';

/** A running rollout: start, then node after node, then verify; and on the way a pause, a problem or a harm. */
export function decideRunning(rollout: Rollout, plan: RolloutPlan, seen: Seen): Decision {
  if (rollout.problem) return decided(windDown(rollout, plan, seen, rollout.problem));
  return settleAnswer(rollout, seen, step(rollout, plan, seen));
}

function step(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const { active } = rollout;
  if (active) {
    if (!seen.work) return wait(plan.policy.pollMs, 'the node in work is being read');
    return decideClaim({ rollout, plan, claim: active, seen, work: seen.work });
  }
  const view = seen.group;
  if (!view) return wait(plan.policy.pollMs, 'the node group is being read');
  return firstNotDone([
    () => pauseAsked(rollout, seen),
    () => drifted(rollout, plan, view, seen.now),
    () => decideStart(rollout, plan, seen),
    () => allReplaced(rollout, plan, seen),
    () => awaitCapacity(rollout, plan, view, seen),
    () => claimNext(rollout, plan, view, seen),
  ]);
}

/** A pause takes effect here, between two nodes (design decision 5). */
function pauseAsked(rollout: Rollout, seen: Seen): StepAnswer {
  const { pauseRequested, ...rest } = rollout;
  if (!pauseRequested) return DONE;
  const problem: Problem = {
    kind: 'paused-by-person',
    objects: [],
    message: `${pauseRequested.name} asked for a pause.`,
    fix: 'Resume when you are ready.',
    at: seen.now,
  };
  return save(tell({ ...rest, phase: 'paused', problem }, seen.now, { kind: 'paused' }));
}

/** Only a person who saw the drift lets the rollout go on from it: the template is set again, the capacity taken as it is. */
function drifted(rollout: Rollout, plan: RolloutPlan, view: GroupView, now: number): StepAnswer {
  if (rollout.surgedAt === undefined) return DONE;
  const drift = findDrift(rollout, plan, view);
  const { driftAccepted, ...rest } = rollout;
  if (!drift) return driftAccepted ? save(rest) : DONE;
  // A description from before our own last change looks like somebody else's.
  const shownInMs = untilShown(now, rollout.surgedAt, rollout.loweredAt);
  if (!driftAccepted && shownInMs > 0) return wait(shownInMs, 'what was changed on the group to show');
  if (!driftAccepted) return stuck(drift);
  return drift.kind === 'drift-capacity' ? save({ ...rollout, expectedDesired: view.group.desired }) : DONE;
}

function allReplaced(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  if (remainingNodes(rollout, plan).length > 0) return DONE;
  return save(tell({ ...rollout, phase: 'verifying' }, seen.now, { kind: 'verifying' }));
}

function claimNext(rollout: Rollout, plan: RolloutPlan, view: GroupView, seen: Seen): StepAnswer {
  const next = nextNode(rollout, plan, view);
  switch (next.kind) {
    case 'none':
      return DONE;
    case 'not-yet':
      return awaitZone(rollout, plan, next, seen.now);
    case 'skip':
      return save(skip(rollout, next, seen.now));
    case 'node':
      return firstNotDone([
        () => beforeClaim(rollout, plan, next.ref.name, seen),
        () => claim(rollout, next, seen),
      ]);
  }
}

/** Auto Scaling launches where it likes: that it never does so in a zone needs a person. */
function awaitZone(
  rollout: Rollout,
  plan: RolloutPlan,
  { why, waiting }: Extract<NextNode, { kind: 'not-yet' }>,
  now: number,
): StepAnswer {
  const zone = `zone of ${waiting[0]?.name ?? ''}`;
  const since = rollout.objection?.node === zone ? rollout.objection.since : now;
  if (now - since <= plan.policy.joinTimeoutMs)
    return wait(plan.policy.pollMs, why, { ...rollout, objection: { node: zone, since } });
  const minutes = Math.round(plan.policy.joinTimeoutMs / 60_000);
  return stuck({
    kind: 'zone-without-patched-node',
    objects: waiting.map(({ name }) => `Node/${name}`),
    message: `${waiting.map(({ name, zone }) => `${name} (${zone})`).join(', ')} cannot go: for ${minutes} min there was no ${why.slice(2)}.`,
    fix: `Let ${plan.groupName} launch an instance there (its zones, its capacity), then resume; or abort.`,
  });
}

function claim(
  { objection: _passed, ...rollout }: Rollout,
  next: Extract<NextNode, { kind: 'node' }>,
  seen: Seen,
): StepAnswer {
  const { candidate } = seen;
  if (!candidate) return lookCloser(next.ref.name);
  const canary = rollout.results.every(({ result }) => result !== 'replaced');
  const active = openClaim({
    ref: next.ref,
    node: next.node,
    purpose: 'replace',
    canary,
    candidate,
    now: seen.now,
  });
  const index = rollout.results.length + 1;
  return save(
    tell({ ...rollout, active }, seen.now, { kind: 'claimed', node: next.ref.name, index, canary }),
  );
}

function skip(rollout: Rollout, { ref, why }: Extract<NextNode, { kind: 'skip' }>, now: number): Rollout {
  const result: NodeResult = { ...ref, result: 'skipped', why, movedPods: 0, startedAt: now, endedAt: now };
  const results = [...rollout.results, result];
  return tell({ ...rollout, results }, now, {
    kind: 'node-skipped',
    node: ref.name,
    index: results.length,
    why,
  });
}

function settleAnswer(rollout: Rollout, seen: Seen, answer: StepAnswer): Decision {
  switch (answer.kind) {
    case 'decided':
      return answer.decision;
    case 'stuck':
      return { kind: 'save', rollout: { ...rollout, problem: { ...answer.problem, at: seen.now } } };
    case 'harm':
      return {
        kind: 'save',
        rollout: beginHalt(rollout, seen.now, { cause: answer.cause, reasons: answer.reasons }),
      };
    case 'done':
      return { kind: 'idle' };
  }
}

/** On the way to PAUSED: the node in flight is given back, and a surge that got no capacity is taken back. */
function windDown(rollout: Rollout, plan: RolloutPlan, seen: Seen, problem: Problem): StepAnswer {
  return firstNotDone([
    () => returnNode(rollout, plan, seen),
    () => (problem.kind === 'no-capacity' ? takeBackSurge(rollout, plan, seen) : DONE),
    () => save(tell({ ...withoutClaim(rollout), phase: 'paused' }, seen.now, { kind: 'paused' })),
  ]);
}

/** Uncordons the node in flight, unless its instance is already on its way out. */
export function returnNode(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const { active } = rollout;
  if (!active) return DONE;
  if (!seen.work || !seen.group) return wait(plan.policy.pollMs, 'the node in work is being read');
  const member = membersOf(seen.group).find(({ instance }) => instance.instanceId === active.node.instanceId);
  const { node } = seen.work;
  if (!node) return DONE;
  // A request may still be under way, a cordon even: un-doing waits until it can no longer land (engine.md 2.3).
  if (seen.quietMs > 0) return wait(seen.quietMs, 'requests without an answer to run out');
  if (!member || isLeaving(member)) return DONE;
  if (isCordonedBy(node, rollout)) return act(giveBack(node, 'it is not being replaced now'));
  const forgotten = forgetCordon(
    node,
    'somebody else took the cordon off, and the next one will not be ours',
  );
  return forgotten ? act(forgotten) : DONE;
}

function decided(answer: StepAnswer): Decision {
  return answer.kind === 'decided' ? answer.decision : { kind: 'idle' };
}
