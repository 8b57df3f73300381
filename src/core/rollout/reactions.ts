import type { EventOf } from './rollout-event.ts';
import type { Problem, Rollout } from './rollout.ts';
import { tell } from './story.ts';

export function offer(rollout: Rollout, event: EventOf<'preflight-passed'>): Rollout {
  const { plan, planHash, report, expiresAt } = event;
  const offered: Rollout = {
    ...rollout,
    phase: 'awaiting-approval',
    plan,
    planHash,
    preflight: report,
    expiresAt,
    approvals: [],
  };
  return tell(offered, event.at, { kind: 'preflight-passed' });
}

export function block(rollout: Rollout, { report, plan, at }: EventOf<'preflight-blocked'>): Rollout {
  const blocked: Rollout = {
    ...rollout,
    phase: 'blocked',
    preflight: report,
    approvals: [],
    ...(plan ? { plan } : {}),
  };
  return tell(blocked, at, { kind: 'preflight-blocked' });
}

export function refuse(rollout: Rollout, { report, why, at }: EventOf<'refused'>): Rollout {
  return tell({ ...rollout, phase: 'refused', preflight: report, endedAt: at }, at, { kind: 'refused', why });
}

/** The same finding is answered for once; the words of the last one count. */
export function waive(rollout: Rollout, { waiver, at }: EventOf<'waived'>): Rollout {
  const { check, object, reason, by } = waiver;
  const others = (rollout.waivers ?? []).filter((each) => each.check !== check || each.object !== object);
  const waived: Rollout = { ...rollout, waivers: [...others, waiver] };
  return tell(waived, at, { kind: 'waived', by: by.name, check, object, reason });
}

/** Counts a vote once a person, and only for the plan as it stands. The caller has checked who may vote. */
export function approve(rollout: Rollout, { by, planHash, at, real }: EventOf<'approved'>): Rollout {
  if (planHash !== rollout.planHash || rollout.approvals.some((vote) => vote.by.id === by.id)) return rollout;
  const approvals = [...rollout.approvals, { by, at: real, planHash }];
  const count = approvals.length;
  const voted = tell({ ...rollout, approvals }, at, {
    kind: 'voted',
    by: by.name,
    count,
    needed: rollout.approvalsNeeded,
  });
  return count >= rollout.approvalsNeeded ? { ...voted, phase: 'approved' } : voted;
}

export function reject(rollout: Rollout, { by, at }: EventOf<'rejected'>): Rollout {
  return tell({ ...rollout, phase: 'rejected', endedAt: at }, at, { kind: 'rejected', by: by.name });
}

export function cancel(rollout: Rollout, { by, at }: EventOf<'cancelled'>): Rollout {
  return tell({ ...rollout, phase: 'cancelled', endedAt: at }, at, { kind: 'cancelled', by: by.name });
}

export function expire(rollout: Rollout, { at }: EventOf<'expired'>): Rollout {
  return tell({ ...rollout, phase: 'expired', endedAt: at }, at, { kind: 'expired' });
}

/** Preflight still holds: the first effect may follow, or the work goes on where it stopped. */
export function goOn({ hold: _over, ...rollout }: Rollout, { report, at }: EventOf<'rechecked'>): Rollout {
  if (rollout.startedAt !== undefined) return { ...rollout, phase: 'running', preflight: report };
  const started: Rollout = { ...rollout, phase: 'running', preflight: report, startedAt: at };
  const { plan } = rollout;
  return tell(started, at, { kind: 'started', nodes: plan?.nodes.length ?? 0, surge: plan?.surge ?? 0 });
}

/** Before the first effect the request is void; later a person must look, and the work keeps its place. */
export function failRecheck(
  rollout: Rollout,
  { report, why, objects, at }: EventOf<'recheck-failed'>,
): Rollout {
  if (rollout.startedAt === undefined) {
    return tell({ ...rollout, phase: 'stale-plan', preflight: report, endedAt: at }, at, {
      kind: 'stale',
      why,
    });
  }
  const problem: Problem = {
    kind: 'preflight',
    objects,
    message: why,
    fix: 'Fix what preflight names, then resume; or abort.',
    at,
  };
  return tell({ ...rollout, phase: 'paused', preflight: report, problem }, at, { kind: 'paused' });
}

export function askPause(rollout: Rollout, { by }: EventOf<'pause-asked'>): Rollout {
  return { ...rollout, pauseRequested: by };
}

/** Preflight is run again before anything is done; what stopped the work is forgotten, what is done stays done. */
export function resume(rollout: Rollout, { by, at }: EventOf<'resumed'>): Rollout {
  const {
    problem,
    pauseRequested: _pause,
    hold: _hold,
    objection: _objection,
    lackingSince: _lacking,
    putBack: _again,
    groupChangedAt: _before,
    ...rest
  } = rollout;
  const drifted = problem?.kind.startsWith('drift-') ? { driftAccepted: true } : {};
  const again = rollout.phase === 'halted' ? withoutSurge(rest) : rest;
  return tell({ ...again, ...drifted, phase: 'approved' }, at, { kind: 'resumed', by: by.name });
}

/** A halt gave the surge back, so that it has to be asked for again. */
function withoutSurge({ surgedAt: _asked, raisedAt: _raised, leftUndone: _left, ...rest }: Rollout): Rollout {
  return rest;
}

export function askAbort(rollout: Rollout, { by, at }: EventOf<'abort-asked'>): Rollout {
  const { problem: _problem, pauseRequested: _pause, hold: _hold, ...rest } = rollout;
  const undone = rollout.phase === 'halting' || rollout.phase === 'halted' ? rollout.leftUndone : [];
  return tell({ ...rest, phase: 'aborting', abortRequested: by, leftUndone: undone ?? [] }, at, {
    kind: 'aborting',
    by: by.name,
  });
}

/** Approved, and not one effect yet: then there is nothing to undo. A resumed rollout has much to undo. */
export function abortBeforeStart(rollout: Rollout, event: EventOf<'abort-asked'>): Rollout {
  if (rollout.startedAt !== undefined) return askAbort(rollout, event);
  return cancel(rollout, { ...event, type: 'cancelled' });
}

/** A resumed rollout is approved, too, but has much to undo: there a cancellation is an abort. */
export function cancelApproved(rollout: Rollout, event: EventOf<'cancelled'>): Rollout {
  if (rollout.startedAt !== undefined) return askAbort(rollout, { ...event, type: 'abort-asked' });
  return cancel(rollout, event);
}

export function hold(rollout: Rollout, { why, at }: EventOf<'held'>): Rollout {
  if (rollout.phase === 'holding' || (rollout.hold && rollout.phase !== 'running')) return rollout;
  return tell(
    {
      ...rollout,
      phase: rollout.phase === 'running' ? 'holding' : rollout.phase,
      hold: { reason: why, since: at },
    },
    at,
    { kind: 'held', why },
  );
}

export function holdOver(rollout: Rollout, { at }: EventOf<'hold-over'>): Rollout {
  const { hold: held, ...rest } = rollout;
  const seconds = Math.round((at - (held?.since ?? at)) / 1_000);
  const phase = rollout.phase === 'holding' ? 'running' : rollout.phase;
  return tell({ ...rest, phase }, at, { kind: 'hold-over', seconds });
}

/** Missing knowledge holds; after a while it needs a person. The node in flight is given back first. */
export function holdExpired(rollout: Rollout, { at }: EventOf<'hold-expired'>): Rollout {
  const { hold: held, ...rest } = rollout;
  const problem: Problem = {
    kind: 'dependency-down',
    objects: [],
    message: `For too long: ${held?.reason ?? 'a dependency did not answer'}`,
    fix: 'Bring it back, then resume.',
    at,
  };
  // Where a person is needed for something else already, that stays said.
  return { ...rest, phase: 'running', problem: rollout.problem ?? problem };
}
