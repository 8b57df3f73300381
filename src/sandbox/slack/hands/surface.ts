import type { SlackParts } from '../slack-parts.ts';
import type { References } from '../state/element-state.ts';
import type { JsonObject } from '../state/json-object.ts';
import type { EnteredValues } from '../state/message.ts';
import { presentedMessage, presentedView } from '../state/presented.ts';
import { stateValues } from '../state/element-state.ts';
import type { View } from '../state/views.ts';
import type { Person } from '../state/workspace-seed.ts';
import { actor, actorIn } from './actor.ts';
import type { Refusal } from './refusal.ts';
import { cannot } from './refusal.ts';

/** Where a person acts: in a message of a channel, or in one of their views. */
export interface Place {
  readonly user: string;
  readonly channel?: string;
  readonly ts?: string;
  readonly viewId?: string;
}

/** What a person has before them, whichever it is. */
export interface SurfaceAtHand {
  readonly person: Person;
  readonly blocks: readonly JsonObject[];
  readonly entered: EnteredValues;
  readonly view: View | undefined;
  /** Of a message: where an answer goes. */
  readonly channel: string | undefined;
  readonly original: { readonly ts: string; readonly ephemeral: boolean } | undefined;
  /** `container`, `message`, `view` … of a payload, as things stand when it is asked. */
  describe(): JsonObject;
}

/** Finds it, and sees to it that nobody touches what another alone can see. */
export function surfaceOf(slack: SlackParts, { user, channel, ts, viewId }: Place): SurfaceAtHand | Refusal {
  if (viewId !== undefined) return viewAtHand(slack, user, viewId);
  if (channel === undefined || ts === undefined) {
    return cannot('invalid_arguments', 'Say where: a channel and the ts of a message, or the id of a view.');
  }
  return messageAtHand(slack, user, channel, ts);
}

/** Turns what a person says into ids; options of external selects are those that were suggested to them. */
export function referencesFor({ workspace }: SlackParts, surface: SurfaceAtHand): References {
  const { directory } = workspace;
  return {
    person: (reference) => directory.person(reference)?.id,
    channel: (reference) => directory.channel(reference)?.id,
    suggested: (actionId) => workspace.suggestions.get(suggestionKey(surface, actionId)) ?? [],
  };
}

export function suggestionKey({ person, view, original }: SurfaceAtHand, actionId: string): string {
  return `${person.id}/${view?.id ?? original?.ts ?? ''}/${actionId}`;
}

function viewAtHand(slack: SlackParts, user: string, viewId: string): SurfaceAtHand | Refusal {
  const person = actor(slack, user);
  if ('ok' in person) return person;
  const view = slack.workspace.views.find({ id: viewId });
  if (!view || view.user !== person.id)
    return cannot('view_not_found', `${person.name} has no view ${viewId} open.`);
  const stack = slack.workspace.views.stack(person.id);
  if (view.type === 'modal' && stack.at(-1) !== view) {
    return cannot('view_not_on_top', `Another view lies on top of ${viewId}.`);
  }
  return {
    person,
    blocks: view.blocks,
    entered: view.entered,
    view,
    channel: undefined,
    original: undefined,
    describe: () => ({
      container: { type: 'view', view_id: view.id },
      view: presentedView(slack.workspace, view, slack.app.id),
    }),
  };
}

function messageAtHand(
  slack: SlackParts,
  user: string,
  channelName: string,
  ts: string,
): SurfaceAtHand | Refusal {
  const presence = actorIn(slack, user, channelName);
  if ('ok' in presence) return presence;
  const { person, channel } = presence;
  const { timeline } = slack.workspace;
  const ephemeral = timeline.findEphemeral(channel.id, ts);
  if (ephemeral && (ephemeral.user !== person.id || !ephemeral.shown)) {
    return cannot('message_not_found', `Only its reader sees that message, and that is not ${person.name}.`);
  }
  const message = timeline.find(channel.id, ts);
  const found = ephemeral ?? message;
  if (!found || message?.tombstone)
    return cannot('message_not_found', `There is no message ${ts} in #${channel.name}.`);
  const entered = timeline.entered(channel.id, ts, person.id);
  const container = {
    type: 'message',
    message_ts: ts,
    channel_id: channel.id,
    is_ephemeral: ephemeral !== undefined,
    ...(found.threadTs ? { thread_ts: found.threadTs } : {}),
  };
  return {
    person,
    blocks: found.blocks,
    entered,
    view: undefined,
    channel: channel.id,
    original: { ts, ephemeral: ephemeral !== undefined },
    describe: () => ({
      container,
      channel: { id: channel.id, name: channel.name },
      state: { values: stateValues(found.blocks, entered) },
      // Slack does not send back an ephemeral message: the app must know what it whispered.
      ...(message ? { message: presentedMessage(slack.workspace, message) } : {}),
    }),
  };
}
