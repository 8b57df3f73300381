import { views } from '../../slack/hands/views.ts';
import type { Slack } from '../../slack/start-slack.ts';
import type { Channel } from '../../slack/state/directory.ts';
import type { Ephemeral, Message } from '../../slack/state/message.ts';
import type { Person } from '../../slack/state/workspace-seed.ts';
import type {
  ChannelView,
  CommandView,
  EphemeralView,
  GroupView,
  MessageView,
  OpenViews,
  PersonView,
  SlackSnapshot,
} from './slack-snapshot.ts';

/** A page that is opened late shows the latest of a channel. */
const MESSAGES_SHOWN_MAX = 1_000;

/** Slack as it stands. `examples`: whole command lines for newcomers. */
export function viewSlack(slack: Slack, examples: readonly string[] | undefined): SlackSnapshot {
  const { workspace, app } = slack;
  const people = [...workspace.directory.people.values()].filter((person) => !person.flags?.['deleted']);
  return {
    team: workspace.team.name,
    bot: { id: workspace.bot.id, name: workspace.bot.name, realName: workspace.bot.realName },
    commands: app.slashCommands.map((command) => commandView(command, examples)),
    hasHome: app.homeTab !== false,
    people: people.map((person) => personView(slack, person)),
    channels: viewChannels(slack),
    groups: viewGroups(slack),
    messages: [...workspace.directory.channels.keys()].flatMap((id) =>
      workspace.timeline.all(id).slice(-MESSAGES_SHOWN_MAX).map(viewMessage),
    ),
    ephemerals: people.flatMap(({ id }) => workspace.timeline.ephemerals(id).map(viewEphemeral)),
    views: Object.fromEntries(people.map(({ id }) => [id, viewViews(slack, id)])),
  };
}

export function viewChannels({ workspace }: Slack): readonly ChannelView[] {
  return [...workspace.directory.channels.values()].map((channel) => channelView(channel));
}

export function viewGroups({ workspace }: Slack): readonly GroupView[] {
  return [...workspace.directory.groups.values()].map(({ id, handle, members }) => ({ id, handle, members }));
}

export function viewViews(slack: Slack, user: string): OpenViews {
  const { modals = [], home } = views(slack, { user }) ?? {};
  return { modals, ...(home ? { home } : {}) };
}

export function viewMessage(message: Message): MessageView {
  const { ts, channel, threadTs, user, text, blocks, attachments, edited, broadcast, tombstone } = message;
  const { reactions, files, postedAtWorld } = message;
  return {
    ts,
    channel,
    ...(threadTs === undefined ? {} : { threadTs }),
    user,
    text,
    blocks,
    attachments,
    edited: edited !== undefined,
    broadcast,
    deleted: tombstone,
    reactions,
    files,
    ...(postedAtWorld === undefined ? {} : { postedAtWorld }),
  };
}

export function viewEphemeral(ephemeral: Ephemeral): EphemeralView {
  const { ts, channel, user, threadTs, text, blocks, fromSlack, postedAtWorld } = ephemeral;
  return {
    ts,
    channel,
    user,
    ...(threadTs === undefined ? {} : { threadTs }),
    text,
    blocks,
    fromSlack,
    ...(postedAtWorld === undefined ? {} : { postedAtWorld }),
  };
}

function commandView(
  { command, description = '', usageHint = '' }: Slack['app']['slashCommands'][number],
  examples: readonly string[] | undefined,
): CommandView {
  const hinted = usageHint
    .split('|')
    .map((part) => `${command} ${part.replaceAll(/\[[^\]]*\]/g, '').trim()}`);
  const own = examples?.filter((line) => line.split(' ')[0] === command);
  return {
    command,
    description,
    usageHint,
    examples: own ?? hinted.filter((line) => line !== `${command} `),
  };
}

function personView({ workspace }: Slack, person: Person): PersonView {
  const { id, name, realName, flags } = person;
  const note = person.botId
    ? 'app'
    : workspace.directory.isExternal(person)
      ? 'external'
      : flags?.['is_restricted']
        ? 'guest'
        : flags?.['is_admin']
          ? 'admin'
          : 'member';
  return { id, name, realName, note };
}

function channelView(channel: Channel): ChannelView {
  const { id, name, kind, isPrivate, isExtShared, isArchived, members } = channel;
  return { id, name, kind, isPrivate, isExtShared, isArchived, members: [...members] };
}
