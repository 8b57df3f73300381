import type { Rollout } from '../core/rollout/rollout.ts';
import type { StoryEvent } from '../core/rollout/story-event.ts';
import type { PostOutcome } from '../ports/chat.ts';
import type { RenderContext } from '../ports/renderer.ts';
import type { ThreadState } from '../ports/thread-store.ts';
import type { GroupSettings } from './group-settings.ts';
import type { ConversationPorts } from './ports.ts';
import { renderContext } from './render-context.ts';
import { rolloutDigest } from './rollout-digest.ts';
import { ALONE } from './speaking-turn.ts';
import type { SpeakingTurn } from './speaking-turn.ts';
import { threadOf } from './thread-of.ts';

/** Events told in one go; the rest in the next, so that the root is redrawn in between. */
const EVENTS_MAX = 10;

/** Real ms between two tries where the channel takes nothing. */
const CLOSED_MS = 15_000;

/** Real ms before an unclear post is looked for and, if it is not there, said again. */
const UNCLEAR_MS = 5_000;

export type AnnounceOutcome =
  | { readonly kind: 'told' }
  /** There is more to say, after so much real time. */
  | { readonly kind: 'later'; readonly afterMs: number };

/** How often a root that only shows progress may be redrawn: edits are the scarce resource (slack.md 0.1). */
export interface RootPace {
  /** Real ms to wait before the root of this rollout may be redrawn in this phase; 0: now. */
  waitMs(rolloutId: string, phase: string): number;
  drawn(rolloutId: string, phase: string): void;
}

type Step =
  | { readonly kind: 'on'; readonly thread: ThreadState }
  | { readonly kind: 'later'; readonly afterMs: number };

/** Another engine leads, and speaks. */
const SILENT: Step = { kind: 'later', afterMs: UNCLEAR_MS };

/**
 * Brings the conversation up to the slot: one root message that shows the state now, a line in its thread for each
 * event not yet told. Everything is derived from the slot and the thread's own record, so a crash or a flush loses
 * nothing; a post whose answer was lost is looked for before it is said again. Whose turn it is is asked before each word:
 * an engine that slept must not say again, nor write down as untold, what its successor has told meanwhile.
 */
export async function announceRollout(
  ports: ConversationPorts,
  settings: GroupSettings,
  pace: RootPace,
  turn: SpeakingTurn = ALONE,
): Promise<AnnounceOutcome> {
  const held = await ports.slots.read(settings.nodeGroup);
  const rollout = held?.slot.rollout;
  if (!held || !rollout) return { kind: 'told' };
  const context = renderContext(ports, settings, held.objectName);
  const speaker: Speaker = { ports, settings, rollout, context, pace, turn };
  const stored = await ports.threads.read(settings.nodeGroup);
  return tellAll(speaker, threadOf(rollout, held.slot.halted?.id, stored));
}

interface Speaker {
  readonly pace: RootPace;
  readonly turn: SpeakingTurn;
  readonly ports: ConversationPorts;
  readonly settings: GroupSettings;
  readonly rollout: Rollout;
  readonly context: RenderContext;
}

async function tellAll(speaker: Speaker, thread: ThreadState): Promise<AnnounceOutcome> {
  const rooted = await ensureRoot(speaker, thread);
  if (rooted.kind === 'later') return rooted;
  let current = rooted.thread;
  const due = speaker.rollout.story.filter(({ n }) => n > current.toldUpTo).slice(0, EVENTS_MAX);
  for (const event of due) {
    const step = await tellEvent(speaker, current, event);
    if (step.kind === 'later') return step;
    current = step.thread;
  }
  const retired = await retireCard(speaker, current);
  if (retired.kind === 'later') return retired;
  const drawn = await drawRoot(speaker, retired.thread);
  if (drawn.kind === 'later') return drawn;
  const left = speaker.rollout.story.some(({ n }) => n > drawn.thread.toldUpTo);
  return left ? { kind: 'later', afterMs: 0 } : { kind: 'told' };
}

async function ensureRoot(speaker: Speaker, thread: ThreadState): Promise<Step> {
  if (thread.rootTs) return { kind: 'on', thread };
  const { ports, rollout, context } = speaker;
  const key = `${rollout.id}.root`;
  const said = await saidBefore(speaker, thread, 0, key);
  if (said.kind === 'later') return said;
  if (said.ts) return remember(speaker, { ...thread, rootTs: said.ts });
  const before = await remember(speaker, { ...thread, telling: 0 });
  if (!speaker.turn.leads()) return SILENT;
  const message = ports.render.root(rollout, context);
  const outcome = await ports.chat.post({ channel: thread.channel, message, key });
  if (outcome.kind !== 'posted') return notPosted(speaker, outcome, before.thread);
  return remember(speaker, {
    ...thread,
    rootTs: outcome.ts,
    rootDigest: rolloutDigest(speaker.ports, speaker.rollout),
    telling: 0,
  });
}

async function tellEvent(speaker: Speaker, thread: ThreadState, event: StoryEvent): Promise<Step> {
  const { ports, rollout, context } = speaker;
  const isCard = event.kind === 'halted' || event.kind === 'paused';
  const isLast = event.n === rollout.story.at(-1)?.n;
  const line = isCard
    ? { message: ports.render.haltCard(rollout, context, isLast), broadcast: true }
    : ports.render.story(event, rollout, context);
  const told: ThreadState = { ...thread, toldUpTo: event.n };
  // Written down at the end of the story at the latest: what is not told there counts as silence.
  if (!line) return isLast ? remember(speaker, told) : { kind: 'on', thread: told };
  const key = `${rollout.id}.${event.n}`;
  const said = await saidBefore(speaker, thread, event.n, key);
  if (said.kind === 'later') return said;
  if (said.ts) return remember(speaker, withCard(told, isCard && isLast ? said.ts : undefined, event));
  await remember(speaker, { ...thread, telling: event.n });
  if (!speaker.turn.leads()) return SILENT;
  const outcome = await ports.chat.post({
    channel: thread.channel,
    message: line.message,
    key,
    broadcast: line.broadcast,
    ...(thread.rootTs ? { threadTs: thread.rootTs } : {}),
  });
  if (outcome.kind === 'refused') {
    ports.log.error('a line of the story was refused for good', {
      rollout: rollout.id,
      event: event.n,
      error: outcome.error,
    });
    return remember(speaker, told);
  }
  if (outcome.kind !== 'posted') return notPosted(speaker, outcome, thread);
  return remember(speaker, withCard(told, isCard && isLast ? outcome.ts : undefined, event));
}

type Said =
  | { readonly kind: 'looked'; readonly ts: string | undefined }
  | { readonly kind: 'later'; readonly afterMs: number };

/** A word that may have been said already is looked for; while one of our predecessor's may still arrive, nothing is said. */
async function saidBefore(
  { ports, turn }: Speaker,
  thread: ThreadState,
  telling: number,
  key: string,
): Promise<Said> {
  if (thread.telling !== telling) return { kind: 'looked', ts: undefined };
  const heardMs = turn.othersHeardMs();
  const ts = await ports.chat.find(thread.channel, thread.rootTs, key);
  return ts === undefined && heardMs > 0 ? { kind: 'later', afterMs: heardMs } : { kind: 'looked', ts };
}

function withCard(thread: ThreadState, ts: string | undefined, event: StoryEvent): ThreadState {
  return ts === undefined ? thread : { ...thread, haltTs: ts, haltId: `${event.kind}.${event.n}` };
}

/** Exactly one card has live buttons: once it was answered, it is redrawn without them. */
async function retireCard(speaker: Speaker, thread: ThreadState): Promise<Step> {
  const { ports, rollout, context } = speaker;
  const stillOpen = rollout.phase === 'halted' || rollout.phase === 'paused';
  if (!thread.haltTs || stillOpen) return { kind: 'on', thread };
  if (!speaker.turn.leads()) return SILENT;
  const outcome = await ports.chat.update(
    thread.channel,
    thread.haltTs,
    ports.render.haltCard(rollout, context, false),
  );
  if (outcome.kind === 'limited') return { kind: 'later', afterMs: outcome.retryAfterMs };
  if (outcome.kind === 'unclear') return { kind: 'later', afterMs: UNCLEAR_MS };
  if (outcome.kind === 'closed') return notPosted(speaker, outcome, thread);
  const { haltTs: _answered, haltId: _id, ...rest } = thread;
  return remember(speaker, rest);
}

/** The root is overwritten with the state now, only when it would look different. */
async function drawRoot(speaker: Speaker, thread: ThreadState): Promise<Step> {
  const { ports, rollout, context } = speaker;
  if (!thread.rootTs) return { kind: 'on', thread };
  const digest = rolloutDigest(speaker.ports, speaker.rollout);
  if (digest === thread.rootDigest) return { kind: 'on', thread };
  const waitMs = speaker.pace.waitMs(rollout.id, rollout.phase);
  if (waitMs > 0) return { kind: 'later', afterMs: waitMs };
  if (!speaker.turn.leads()) return SILENT;
  const message = ports.render.root(rollout, context);
  const outcome = await ports.chat.update(thread.channel, thread.rootTs, message);
  switch (outcome.kind) {
    case 'posted':
      speaker.pace.drawn(rollout.id, rollout.phase);
      return remember(speaker, { ...thread, rootDigest: digest });
    case 'limited':
      return { kind: 'later', afterMs: outcome.retryAfterMs };
    case 'unclear':
      // An update may be repeated: it says the same thing in the same place.
      return { kind: 'later', afterMs: UNCLEAR_MS };
    case 'closed':
      return notPosted(speaker, outcome, thread);
    case 'refused': {
      // The root was deleted or can no longer be edited: the conversation goes on under a new one.
      const { rootTs: _lost, rootDigest: _old, telling: _t, ...rest } = thread;
      ports.log.warn('the root message could not be redrawn; a new one is posted', { error: outcome.error });
      await remember(speaker, rest);
      return { kind: 'later', afterMs: UNCLEAR_MS };
    }
  }
}

function notPosted(
  speaker: Speaker,
  outcome: Exclude<PostOutcome, { kind: 'posted' }>,
  thread: ThreadState,
): Step {
  switch (outcome.kind) {
    case 'limited':
      return { kind: 'later', afterMs: outcome.retryAfterMs };
    case 'unclear':
      return { kind: 'later', afterMs: UNCLEAR_MS };
    case 'closed':
    case 'refused':
      // Nothing counts as told: while nobody can hear it, no further node is begun (fault row 67).
      speaker.ports.log.error('the channel does not take messages', {
        channel: thread.channel,
        error: outcome.error,
      });
      return { kind: 'later', afterMs: CLOSED_MS };
  }
}

async function remember(
  { ports, settings, turn }: Speaker,
  thread: ThreadState,
): Promise<{ kind: 'on'; thread: ThreadState }> {
  if (turn.leads()) await ports.threads.save(settings.nodeGroup, thread);
  return { kind: 'on', thread };
}
