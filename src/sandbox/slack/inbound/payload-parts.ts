import { randomUUID } from 'node:crypto';
import type { SlackParts } from '../slack-parts.ts';
import type { Channel } from '../state/directory.ts';
import type { JsonObject } from '../state/json-object.ts';
import type { Person } from '../state/workspace-seed.ts';

/** The legacy verification token in every payload; nobody should trust it. */
export const VERIFICATION_TOKEN = 'sandbox-verification-token';

/** What every interaction carries. The team is ours even where the person is external: their own stands in `user.team_id`. */
export function interactionParts({ workspace, app }: SlackParts, person: Person): JsonObject {
  const { team } = workspace;
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
    api_app_id: app.id,
    token: VERIFICATION_TOKEN,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A flat form: everything is text, the boolean too. */
export function commandPayload(
  slack: SlackParts,
  person: Person,
  channel: Channel,
  said: {
    readonly command: string;
    readonly text: string;
    readonly triggerId: string;
    readonly responseUrl: string;
  },
): JsonObject {
  const { workspace, app } = slack;
  return {
    token: VERIFICATION_TOKEN,
    team_id: workspace.team.id,
    team_domain: workspace.team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'channel' && channel.isPrivate ? 'privategroup' : channel.name,
    user_id: person.id,
    user_name: person.name,
    command: said.command,
    text: said.text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: said.responseUrl,
    trigger_id: said.triggerId,
  };
}

/** The wrapper around an event. */
export function eventPayload(
  { workspace, app }: SlackParts,
  event: JsonObject,
  channel: Channel | undefined,
): JsonObject {
  const { team, bot } = workspace;
  // Not from the world's seed, as with the ids of envelopes.
  const eventId = `Ev0${randomUUID().slice(0, 8).toUpperCase()}`;
  return {
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.id, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: channel?.isExtShared ?? false,
    event_context: `4-${eventId}`,
  };
}
