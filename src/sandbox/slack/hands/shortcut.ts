import { interactionParts } from '../inbound/payload-parts.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { JsonObject } from '../state/json-object.ts';
import { actor } from './actor.ts';
import type { Refusal } from './refusal.ts';
import { errorOf } from './refusal.ts';
import { surfaceOf } from './surface.ts';

export interface ShortcutRequest {
  readonly user: string;
  readonly callbackId: string;
}

export interface MessageShortcutRequest extends ShortcutRequest {
  readonly channel: string;
  readonly ts: string;
}

export type ShortcutResult = { readonly ok: true; readonly deliveryId: string } | Refusal;

/** A person chooses a shortcut of the app from the composer's menu. */
export async function shortcut(
  slack: SlackParts,
  { user, callbackId }: ShortcutRequest,
): Promise<ShortcutResult> {
  const person = actor(slack, user);
  if ('ok' in person) return person;
  return send(slack, {
    ...interactionParts(slack, person),
    type: 'shortcut',
    callback_id: callbackId,
    trigger_id: slack.triggers.issue(person.id),
    action_ts: slack.workspace.timeline.nextTs(),
  });
}

/** A person chooses one from a message's menu. */
export async function messageShortcut(
  slack: SlackParts,
  { callbackId, ...place }: MessageShortcutRequest,
): Promise<ShortcutResult> {
  const surface = surfaceOf(slack, place);
  if ('ok' in surface) return surface;
  const { person, channel = place.channel, original } = surface;
  const { channel: shownChannel, message } = surface.describe();
  return send(slack, {
    ...interactionParts(slack, person),
    type: 'message_action',
    callback_id: callbackId,
    channel: shownChannel,
    message,
    message_ts: place.ts,
    trigger_id: slack.triggers.issue(person.id),
    response_url: slack.responseUrls.issue({ user: person.id, channel, original, from: 'command' }),
    action_ts: slack.workspace.timeline.nextTs(),
  });
}

async function send({ courier }: SlackParts, payload: JsonObject): Promise<ShortcutResult> {
  const { delivery, outcome } = await courier.deliver('interactive', payload);
  if (outcome.kind === 'acked') return { ok: true, deliveryId: delivery.id };
  const error = errorOf(outcome);
  return { ok: false, by: 'app', error, sees: `This app responded with the error "${error}"` };
}
