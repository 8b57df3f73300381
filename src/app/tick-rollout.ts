import type { Decision } from '../core/replacement/decision.ts';
import { brokenPromise } from '../core/rollout/broken-promise.ts';
import type { BrokenPromise } from '../core/rollout/broken-promise.ts';
import { decideRollout } from '../core/rollout/decide-rollout.ts';
import { transition } from '../core/rollout/machine.ts';
import { hasEnded } from '../core/rollout/rollout.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import { slotWith } from '../core/rollout/slot-with.ts';
import { samePlain } from '../core/same-plain.ts';
import type { HeldSlot } from '../ports/slot-store.ts';
import type { Seen } from '../core/replacement/seen.ts';
import type { GroupSettings } from './group-settings.ts';
import { groupKey } from './group-settings.ts';
import { observeCandidate } from './observe-candidate.ts';
import { observeRollout } from './observe-rollout.ts';
import type { EngineSelf } from './observe-rollout.ts';
import { performAct } from './perform-act.ts';
import type { Refusal } from './perform-act.ts';
import type { GroupPorts } from './ports.ts';
import { recheckRollout } from './recheck-rollout.ts';

/** Turns in one tick. A tick ends long before a queue's lock would; the rest is done in the next. */
const TURNS_MAX = 40;

/** Real milliseconds after which a tick ends at the next turn. Design decision 3: at most about 10 s. */
const TICK_MAX_MS = 8_000;

/** An effect rests on a look that was begun at most so many real ms ago: a process may sleep between its reads. */
const LOOK_MAX_MS = 60_000;

/** Before it is decided once more where no person can be asked, real ms. */
const ALARM_WAIT_MS = 60_000;

/** A refused eviction is tried again after so much product time. engine.md 2.1: 5 to 30 s. */
const REFUSED_WAIT_MS = 5_000;

export type TickOutcome =
  /** Look again after so much real time, or when something changes. `failed`: nothing could be seen, so not before that time. */
  | { readonly kind: 'wait'; readonly forMs: number; readonly why: string; readonly failed?: true }
  /** Nothing to do until a person or another engine does something. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'not-leading' }
  | { readonly kind: 'hand-over' };

type Turn = TickOutcome | { readonly kind: 'again' };

const AGAIN: Turn = { kind: 'again' };

/** Look, decide, act, and look again, until there is nothing left to do now. Safe to run again at any point. */
export async function tickRollout(
  ports: GroupPorts,
  settings: GroupSettings,
  self: EngineSelf,
): Promise<TickOutcome> {
  const begun = ports.clock.monotonic();
  for (let turn = 1; turn <= TURNS_MAX; turn++) {
    if (!self.leader.isLeading()) return { kind: 'not-leading' };
    const outcome = await takeTurn(ports, settings, self);
    if (outcome.kind !== 'again') return outcome;
    if (ports.clock.monotonic() - begun > TICK_MAX_MS) break;
  }
  return { kind: 'wait', forMs: 0, why: 'there is more to do' };
}

async function takeTurn(ports: GroupPorts, settings: GroupSettings, self: EngineSelf): Promise<Turn> {
  const held = await ports.slots.read(settings.nodeGroup);
  const rollout = held?.slot.rollout;
  if (!held || !rollout || hasEnded(rollout.phase)) return { kind: 'idle' };
  // A slot written under a later lease than ours: we have been replaced and do not know it yet.
  if (held.slot.epoch > self.leader.epoch) return { kind: 'not-leading' };
  const braked = held.brake ? pullBrake(ports, rollout) : undefined;
  if (braked) return save(ports, self, held, braked);
  const begun = ports.clock.monotonic();
  const seen = await observeRollout(ports, settings, rollout, self);
  const decision = await decide(ports, settings, rollout, seen);
  if (decision.kind === 'act' && ports.clock.monotonic() - begun > LOOK_MAX_MS) return AGAIN;
  return follow(ports, settings, self, held, rollout, decision);
}

/** The brake outside Slack (design decision 5): an annotation on the slot halts, whoever set it. */
function pullBrake({ clock }: GroupPorts, rollout: Rollout): Rollout | undefined {
  const result = transition(rollout, {
    type: 'halt-asked',
    cause: 'brake',
    reasons: ['The annotation drover.dev/halt=true was set on the slot.'],
    at: clock.now(),
    real: clock.real(),
  });
  return result.ok ? result.rollout : undefined;
}

async function decide(
  ports: GroupPorts,
  settings: GroupSettings,
  rollout: Rollout,
  seen: Seen,
): Promise<Decision> {
  const decision = decideRollout(rollout, seen);
  if (decision.kind !== 'look-closer') return decision;
  const candidate = await observeCandidate(ports, settings, rollout, decision.node, seen.ownNode);
  return decideRollout(rollout, { ...seen, now: ports.clock.now(), candidate });
}

async function follow(
  ports: GroupPorts,
  settings: GroupSettings,
  self: EngineSelf,
  held: HeldSlot,
  rollout: Rollout,
  decision: Decision,
): Promise<Turn> {
  switch (decision.kind) {
    case 'act':
      return act(ports, settings, self, held, decision.goesOn ?? rollout, decision);
    case 'save':
      return save(ports, self, held, decision.rollout);
    case 'wait': {
      if (decision.rollout) await saveIfChanged(ports, self, held, decision.rollout);
      return { kind: 'wait', forMs: decision.forMs / ports.clock.scale, why: decision.why };
    }
    case 'recheck':
      return save(ports, self, held, await recheckRollout(ports, settings, rollout));
    case 'look-closer':
      return { kind: 'wait', forMs: 0, why: `${decision.node} is being read` };
    case 'hand-over':
      return { kind: 'hand-over' };
    case 'idle':
      return { kind: 'idle' };
  }
}

async function act(
  ports: GroupPorts,
  settings: GroupSettings,
  self: EngineSelf,
  held: HeldSlot,
  rollout: Rollout,
  decision: Extract<Decision, { kind: 'act' }>,
): Promise<Turn> {
  const context = {
    rollout,
    group: groupKey(settings),
    epoch: self.leader.epoch,
    mayAct: () => self.leader.mayAct(),
    onUnclear: () => self.unclear?.note(),
  };
  for (const each of decision.acts) {
    // Asked right before every effect: a process that slept wakes up without the lease (engine.md 2.3).
    if (!self.leader.mayAct()) return { kind: 'not-leading' };
    const broken = brokenPromise(rollout, each);
    if (broken) return raiseAlarm(ports, self, held, rollout, broken);
    const outcome = await performAct(ports, context, each);
    if (outcome.kind === 'not-leading') return outcome;
    if (outcome.kind === 'refused') return noteRefusal(ports, self, held, rollout, outcome.refusal);
    if (outcome.madeVersion) return save(ports, self, held, { ...rollout, madeVersion: outcome.madeVersion });
  }
  const then = decision.thenSave ?? decision.goesOn;
  if (then) return save(ports, self, held, then);
  if (decision.thenWaitMs === undefined) return AGAIN;
  return { kind: 'wait', forMs: decision.thenWaitMs / ports.clock.scale, why: 'what was just done to show' };
}

/** Nothing is done, and a person is asked: whatever decided this would decide it again. */
async function raiseAlarm(
  ports: GroupPorts,
  self: EngineSelf,
  held: HeldSlot,
  rollout: Rollout,
  { invariant, objects, message }: BrokenPromise,
): Promise<Turn> {
  ports.log.error('an effect was refused that would have broken a promise of drover', {
    rollout: rollout.id,
    invariant,
    message,
  });
  if (rollout.phase !== 'running' || rollout.problem)
    return { kind: 'wait', forMs: ALARM_WAIT_MS, why: message };
  const fix = 'This is a fault of drover: abort puts things back. Keep its log, and report it.';
  const at = ports.clock.now();
  return save(ports, self, held, {
    ...rollout,
    problem: { kind: 'promise-broken', objects, message: `${invariant}: ${message}`, fix, at },
  });
}

async function noteRefusal(
  ports: GroupPorts,
  self: EngineSelf,
  held: HeldSlot,
  rollout: Rollout,
  { needsPerson, ...blockedBy }: Refusal,
): Promise<Turn> {
  const node = rollout.active ? { node: rollout.active.node.name } : {};
  if (needsPerson) {
    return save(ports, self, held, {
      ...rollout,
      problem: { kind: 'denied', ...blockedBy, ...node, at: ports.clock.now() },
    });
  }
  if (rollout.active) {
    await saveIfChanged(ports, self, held, {
      ...rollout,
      active: { ...rollout.active, blockedBy, waitingFor: blockedBy.message },
    });
  }
  return { kind: 'wait', forMs: REFUSED_WAIT_MS / ports.clock.scale, why: blockedBy.message };
}

async function save(ports: GroupPorts, self: EngineSelf, held: HeldSlot, rollout: Rollout): Promise<Turn> {
  if (!self.leader.isLeading()) return { kind: 'not-leading' };
  // Stale: somebody else wrote meanwhile, so this decision rests on an old slot. Look again.
  await ports.slots.save({ ...slotWith(held.slot, rollout), epoch: self.leader.epoch }, held.version);
  return AGAIN;
}

async function saveIfChanged(
  ports: GroupPorts,
  self: EngineSelf,
  held: HeldSlot,
  rollout: Rollout,
): Promise<void> {
  if (samePlain(rollout, held.slot.rollout)) return;
  await save(ports, self, held, rollout);
}
