import type { Random } from '../../random.ts';
import type { AcceptedMessage } from '../accept-message.ts';
import { acceptMessage } from '../accept-message.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject, textOf } from '../state/json-object.ts';

/** Documented: five answers within thirty minutes. Real time. */
const USES_MAX = 5;
const LIFE_MS = 30 * 60_000;
const KEPT_MAX = 5_000;

/** What a response_url was given out for. */
export interface ResponseContext {
  readonly user: string;
  readonly channel: string;
  /** The message on which somebody acted; undefined after a slash command, until something was answered. */
  original: { readonly ts: string; readonly ephemeral: boolean } | undefined;
  /** An interaction's answer takes the place of its message unless it says otherwise; a command's is new. */
  readonly from: 'command' | 'interaction';
}

interface Issued {
  readonly context: ResponseContext;
  readonly expiresAt: number;
  usesLeft: number;
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** The addresses at which an app may answer what a person did. */
export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();
  readonly #random: Random;
  readonly #origin: string;

  constructor(random: Random, origin: string) {
    this.#random = random;
    this.#origin = origin;
  }

  issue(context: ResponseContext): string {
    const id = Array.from({ length: 3 }, () => this.#random.integer(0x1_0000_0000).toString(36)).join('');
    this.#issued.set(id, { context, expiresAt: Date.now() + LIFE_MS, usesLeft: USES_MAX });
    const oldest = this.#issued.keys().next().value;
    if (this.#issued.size > KEPT_MAX && oldest !== undefined) this.#issued.delete(oldest);
    return `${this.#origin}/response/${id}`;
  }

  /** As if thirty minutes had passed. */
  expireAll(): void {
    for (const [id, issued] of this.#issued) this.#issued.set(id, { ...issued, expiresAt: 0 });
  }

  answer(slack: SlackParts, id: string, body: string): Reply {
    const issued = this.#issued.get(id);
    if (!issued || Date.now() > issued.expiresAt) return { status: 404, body: 'expired_url' };
    if (issued.usesLeft <= 0) return { status: 404, body: 'used_url' };
    const sent = parsed(body);
    if (!sent) return { status: 400, body: 'invalid_payload' };
    const problem = placeAnswer(slack, issued.context, sent, 'response_url');
    if (problem !== undefined) return { status: problem === 'message_not_found' ? 404 : 400, body: problem };
    issued.usesLeft -= 1;
    return { status: 200, body: 'ok' };
  }
}

/** Shows what an app answered to a person's act: a new message or ephemeral, or the old one changed. Answers what is wrong with it. */
export function placeAnswer(
  slack: SlackParts,
  context: ResponseContext,
  sent: JsonObject,
  via: string,
): string | undefined {
  if (isTrue(sent['delete_original'])) return removeOriginal(slack, context);
  const { text, blocks, attachments, metadata } = sent;
  const accepted = acceptMessage(slack.workspace, via, { text, blocks, attachments, metadata });
  if (!accepted.ok) return accepted.verdict.error;
  const replaces =
    sent['replace_original'] === undefined
      ? replacesUnasked(context, sent)
      : isTrue(sent['replace_original']);
  if (replaces && context.original) return replaceOriginal(slack, context, accepted.content);
  addAnswer(slack, context, sent, accepted.content);
  return undefined;
}

/** An interaction's answer that says nothing about it replaces, except one to the person alone on a public message. */
function replacesUnasked({ from, original }: ResponseContext, { response_type: type }: JsonObject): boolean {
  return from === 'interaction' && !(type === 'ephemeral' && original?.ephemeral === false);
}

type Content = (AcceptedMessage & { ok: true })['content'];

function replaceOriginal(
  { workspace }: SlackParts,
  { channel, original }: ResponseContext,
  content: Content,
): string | undefined {
  const { timeline, bot } = workspace;
  const ts = original?.ts ?? '';
  if (original?.ephemeral) {
    const known = timeline.findEphemeral(channel, ts);
    if (!known) return 'message_not_found';
    timeline.editEphemeral(known, content);
    return undefined;
  }
  const known = timeline.find(channel, ts);
  if (!known || known.tombstone) return 'message_not_found';
  timeline.edit(known, { ...content, edited: { user: bot.id, ts: timeline.nextTs() } });
  return undefined;
}

function removeOriginal(
  { workspace }: SlackParts,
  { channel, original }: ResponseContext,
): string | undefined {
  const { timeline } = workspace;
  const ts = original?.ts ?? '';
  if (original?.ephemeral) {
    const known = timeline.findEphemeral(channel, ts);
    if (known) timeline.removeEphemeral(known);
    return known ? undefined : 'message_not_found';
  }
  const known = timeline.find(channel, ts);
  if (known) timeline.remove(known);
  return known ? undefined : 'message_not_found';
}

function addAnswer(
  { workspace, app }: SlackParts,
  context: ResponseContext,
  sent: JsonObject,
  content: Content,
): void {
  const { timeline, bot } = workspace;
  const { user, channel } = context;
  const threadTs = textOf(sent['thread_ts']);
  const thread = threadTs ? { threadTs } : {};
  if (sent['response_type'] === 'in_channel') {
    const { ts } = timeline.post({
      ...content,
      channel,
      user: bot.id,
      botId: bot.botId,
      appId: app.id,
      ...thread,
    });
    context.original ??= { ts, ephemeral: false };
    return;
  }
  const { ts } = timeline.whisper({ ...content, channel, user, ...thread });
  context.original ??= { ts, ephemeral: true };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function parsed(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
