import { beginHalt } from './begin-halt.ts';
import {
  abortBeforeStart,
  approve,
  askAbort,
  askPause,
  block,
  cancel,
  cancelApproved,
  expire,
  failRecheck,
  goOn,
  hold,
  holdExpired,
  holdOver,
  offer,
  refuse,
  reject,
  resume,
  waive,
} from './reactions.ts';
import type { EventOf, RolloutEvent, RolloutEventType } from './rollout-event.ts';
import type { Phase, Rollout } from './rollout.ts';

type Reaction<T extends RolloutEventType> = (rollout: Rollout, event: EventOf<T>) => Rollout;

type RolloutMachine = Readonly<Record<Phase, { readonly [T in RolloutEventType]?: Reaction<T> }>>;

const halt: Reaction<'halt-asked'> = (rollout, { at, ...cause }) => beginHalt(rollout, at, cause);

/** What people and circumstances may do to a rollout at work. */
const AT_WORK = {
  'pause-asked': askPause,
  'halt-asked': halt,
  'abort-asked': askAbort,
  held: hold,
} as const;

/** While things are put back it holds in its phase: nobody needs to resume it. */
const HELD_UP = { held: hold, 'hold-over': holdOver } as const;

/**
 * The life of a rollout as far as it is moved from outside; its own work moves it too (decide-rollout.ts). An absent
 * entry means that the event is refused in that phase.
 */
const ROLLOUT_MACHINE: RolloutMachine = {
  preflight: { 'preflight-passed': offer, 'preflight-blocked': block, refused: refuse, cancelled: cancel },
  blocked: {
    waived: waive,
    'preflight-passed': offer,
    'preflight-blocked': block,
    refused: refuse,
    cancelled: cancel,
    expired: expire,
  },
  'awaiting-approval': { approved: approve, rejected: reject, cancelled: cancel, expired: expire },
  approved: {
    rechecked: goOn,
    'recheck-failed': failRecheck,
    'abort-asked': abortBeforeStart,
    'halt-asked': halt,
    cancelled: cancelApproved,
    held: hold,
  },
  running: AT_WORK,
  holding: { ...AT_WORK, 'hold-over': holdOver, 'hold-expired': holdExpired },
  paused: { resumed: resume, 'abort-asked': askAbort, 'halt-asked': halt },
  verifying: { 'halt-asked': halt, 'abort-asked': askAbort, ...HELD_UP },
  // A halt that is being carried out cannot be talked out of it; an abort turns its end into one.
  halting: { 'abort-asked': askAbort, ...HELD_UP },
  halted: { resumed: resume, 'abort-asked': askAbort },
  aborting: HELD_UP,
  succeeded: {},
  'rolled-back': {},
  'rollback-incomplete': {},
  aborted: {},
  rejected: {},
  expired: {},
  'stale-plan': {},
  cancelled: {},
  refused: {},
};

export type Transition =
  | { readonly ok: true; readonly rollout: Rollout }
  /** `already`: the event had its effect before. `conflict`: it is not for this phase. */
  | { readonly ok: false; readonly refusal: 'conflict' };

export function transition(rollout: Rollout, event: RolloutEvent): Transition {
  const reaction = ROLLOUT_MACHINE[rollout.phase][event.type] as Reaction<RolloutEventType> | undefined;
  if (!reaction) return { ok: false, refusal: 'conflict' };
  return { ok: true, rollout: reaction(rollout, event as EventOf<RolloutEventType>) };
}
