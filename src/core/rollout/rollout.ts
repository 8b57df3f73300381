import type { GateRecord } from '../health/gate-record.ts';
import type { PreflightReport } from '../preflight/preflight-report.ts';
import type { Waiver } from '../preflight/waiver.ts';
import type { Claim } from './claim.ts';
import type { RolloutPlan } from '../plan/rollout-plan.ts';
import type { StoryEvent } from './story-event.ts';

/**
 * Where a rollout is. Of engine.md 2.1, with HALTED (design decision 5) and ABORTED (the end of an abort, which is
 * neither a success nor a cancellation before the start).
 */
export type Phase =
  | 'preflight'
  | 'blocked'
  | 'awaiting-approval'
  | 'approved'
  | 'running'
  | 'holding'
  | 'paused'
  | 'verifying'
  | 'halting'
  | 'halted'
  | 'aborting'
  | 'succeeded'
  | 'rolled-back'
  | 'rollback-incomplete'
  | 'aborted'
  | 'rejected'
  | 'expired'
  | 'stale-plan'
  | 'cancelled'
  | 'refused';

const ENDED: readonly Phase[] = [
  'succeeded',
  'rolled-back',
  'rollback-incomplete',
  'aborted',
  'rejected',
  'expired',
  'stale-plan',
  'cancelled',
  'refused',
];

/** Ended phases are never left, and free the slot for another request. */
export function hasEnded(phase: Phase): boolean {
  return ENDED.includes(phase);
}

/** Who did something: a Slack user, or the engine itself. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Approval {
  readonly by: Person;
  /** Real time, epoch ms: approvals expire in real time. */
  readonly at: number;
  /** What was approved. An approval for another hash counts for nothing. */
  readonly planHash: string;
}

/** What the group was like before the first effect, to be put back. */
export interface Prior {
  readonly desired: number;
  /** As the group named it: a number, `$Latest` or `$Default`. */
  readonly templateId: string;
  readonly templateVersion: string;
  /** Processes that were suspended already: these are not ours to resume. */
  readonly suspendedProcesses: readonly string[];
}

/** Why a person is needed, with the object that blocks. Every PAUSED rollout has one. */
export interface Problem {
  /** kebab-case, stable: `drain-stuck`, `no-capacity`, `drift`, `paused-by-person` … */
  readonly kind: string;
  /** The objects that block, the main one first: `PodDisruptionBudget/shop/cart`. */
  readonly objects: readonly string[];
  readonly message: string;
  /** What the person should do next. */
  readonly fix: string;
  readonly node?: string;
  readonly at: number;
}

/** One thing that a halt or an abort had to undo, line by line in the halt card. */
export interface UndoLine {
  readonly what: string;
  readonly state: 'done' | 'pending' | 'not-possible';
  /** Why it was not possible, or the command that does it by hand. */
  readonly detail?: string;
}

export interface Halt {
  /** `H1`, `H2` …: buttons of a halt card carry it. */
  readonly id: string;
  readonly at: number;
  /** `person`, `gate`, `drain`, `brake`, `surge`. */
  readonly cause: string;
  readonly by?: Person;
  readonly node?: string;
  readonly reasons: readonly string[];
  readonly undo: readonly UndoLine[];
  /**
   * What became of the node that was in work, once all is put back: `returned`, an ordinary node again; `ended`, its
   * instance was ending already, and a patched node that nothing has passed stands in its place.
   */
  readonly nodeIs?: 'returned' | 'ended';
}

/** What became of one node of the plan. */
export interface NodeResult {
  readonly name: string;
  readonly uid: string;
  readonly instanceId: string;
  readonly zone: string;
  readonly result: 'replaced' | 'skipped';
  /** For a skipped node: why. */
  readonly why?: string;
  readonly movedPods: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** When its last pod went: from then on evictions are not ours. Undefined: nothing was drained. */
  readonly drainedAt?: number;
  /** The node that took its place, where that can be said. */
  readonly replacedBy?: string;
}

/** What one instance of the group really runs, for the report. */
export interface VerifiedNode {
  readonly node: string;
  readonly instanceId: string;
  readonly zone: string;
  readonly imageId: string;
  readonly kubeletVersion: string;
  readonly ready: boolean;
  readonly onRelease: boolean;
}

export interface FinalReport {
  readonly at: number;
  readonly nodes: readonly VerifiedNode[];
  readonly templateVersion: string;
  readonly templateOnRelease: boolean;
  readonly pendingPods: number;
  /** What was not judged, said aloud: "requests were not judged: no metrics source is configured". */
  readonly notJudged: readonly string[];
}

/** One execution of a plan, from the request to its end. */
export interface Rollout {
  /** `R-` and five base32 characters of the plan's nonce (design decision 17). */
  readonly id: string;
  /** 128 bits, hex: makes the plan's hash this request's own. */
  readonly nonce: string;
  readonly kind: 'patch' | 'rollback';
  /** The rollout that a rollback undoes. */
  readonly undoes?: string;
  readonly phase: Phase;
  readonly requestedBy: Person;
  /** Real time, epoch ms. */
  readonly requestedAt: number;
  readonly reason?: string;
  /** The delivery that asked for it: a request that is delivered again goes on instead of starting anew. */
  readonly requestKey?: string;
  /** The Slack channel of its root message. */
  readonly channel: string;
  readonly plan?: RolloutPlan;
  readonly planHash?: string;
  readonly preflight?: PreflightReport;
  /** Findings that people answer for in this request alone. Those that the plan rests on are part of it. */
  readonly waivers?: readonly Waiver[];
  readonly approvals: readonly Approval[];
  readonly approvalsNeeded: number;
  /** Real time, epoch ms: when an unapproved request expires. */
  readonly expiresAt?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly prior?: Prior;
  /** The desired capacity that our own effects should have led to; another number is drift. */
  readonly expectedDesired?: number;
  /** The template version that was made for this plan, where it had to be. */
  readonly madeVersion?: string;
  readonly active?: Claim;
  readonly results: readonly NodeResult[];
  readonly hold?: { readonly reason: string; readonly since: number };
  readonly problem?: Problem;
  /** What stands against the next node (its name) or its zone, and since when (product time): it may pass by itself. */
  readonly objection?: { readonly node: string; readonly since: number };
  readonly pauseRequested?: Person;
  readonly abortRequested?: Person;
  /** A halt asked for by a person or by the brake, not yet carried out. */
  readonly haltRequested?: {
    readonly by?: Person;
    readonly cause: string;
    readonly reasons: readonly string[];
  };
  readonly halt?: Halt;
  /** What a halt, an abort or the end could not put back, with the commands that do it by hand. */
  readonly leftUndone?: readonly UndoLine[];
  /** A person resumed although somebody else had changed the group: go on from there. */
  readonly driftAccepted?: boolean;
  /** When the surge was asked for. */
  readonly surgedAt?: number;
  /** Nodes, by uid, that others opened while our marks were on them: whoever closes them next is not drover. */
  readonly lostCordons?: readonly string[];
  /** Launching may be stopped by us: written before, and until it was started again. The cloud's descriptions may be old. */
  readonly launchStopped?: true;
  /** What of the group was put back once already, whatever its descriptions show. */
  readonly putBack?: readonly ('processes' | 'tags')[];
  /** When more capacity was last about to be asked for (product time). A description from before that does not show it. */
  readonly raisedAt?: number;
  /** When an instance that we ended was last seen to have taken its capacity with it (product time). A description from before shows more. */
  readonly loweredAt?: number;
  /** When all that was changed on the group itself had been changed (product time): descriptions from long after that show it. */
  readonly groupChangedAt?: number;
  /** Since when there have been too few usable nodes to take one away (product time). */
  readonly lackingSince?: number;
  /** What the health gate knows of the node in work, or of the last one; undefined: there is no metrics source. */
  readonly gate?: GateRecord;
  /** What the gate did not judge in the windows that are over, each said once. */
  readonly notJudged?: readonly string[];
  readonly report?: FinalReport;
  /** What happened, in order, for the thread. Numbered from 1 without gaps; the oldest may be dropped. */
  readonly story: readonly StoryEvent[];
}
