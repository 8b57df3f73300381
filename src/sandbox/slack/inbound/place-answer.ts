import type { AcceptedMessage } from '../accept-message.ts';
import { acceptMessage } from '../accept-message.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { JsonObject } from '../state/json-object.ts';
import { textOf } from '../state/json-object.ts';
import type { ResponseContext } from './response-urls.ts';

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
