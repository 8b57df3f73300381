import type { PreflightReport } from '../core/preflight/preflight-report.ts';
import type { Reply } from '../core/request/reply.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import type { StoryEvent } from '../core/rollout/story-event.ts';
import type { ChatMessage } from './chat.ts';

/** What a picture of a rollout needs beside the rollout itself. */
export interface RenderContext {
  /** `prod`, `workers`. */
  readonly cluster: string;
  readonly nodeGroup: string;
  /** Product time, epoch ms: for elapsed times and estimates. */
  readonly now: number;
  /** Real time, epoch ms: for expiries. */
  readonly real: number;
  /** How fast product time runs: an instant of product time is shown to people as it is, only expiries are real. */
  readonly scale: number;
  /** The line that pulls the brake without Slack: `kubectl -n drover annotate configmap … drover.dev/halt=true`. */
  readonly brakeCommand: string;
  /** Slack ids of approver users and groups, to be mentioned. */
  readonly approverUsers: readonly string[];
  readonly approverGroups: readonly string[];
}

/** Draws messages: pure functions of what they show. */
export interface Renderer {
  /** The root message: the state of the rollout now, with the buttons that work now. */
  root(rollout: Rollout, context: RenderContext): ChatMessage;
  /** The line of the thread for an event; undefined if this event needs none. `broadcast`: also shown in the channel. */
  story(
    event: StoryEvent,
    rollout: Rollout,
    context: RenderContext,
  ): { readonly message: ChatMessage; readonly broadcast: boolean } | undefined;
  /** The halt or pause card with evidence and its buttons; without them once it was answered (`live` false). */
  haltCard(rollout: Rollout, context: RenderContext, live: boolean): ChatMessage;
  reply(reply: Reply): ChatMessage;
  /** The full preflight report, for a dry run. */
  preflight(report: PreflightReport, title: string): ChatMessage;
  /** The full report as a modal view. */
  preflightView(report: PreflightReport, title: string): object;
  /** Every node of a rollout as a modal view. */
  detailsView(rollout: Rollout, context: RenderContext): object;
}
