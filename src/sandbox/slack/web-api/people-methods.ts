import type { SlackParts } from '../slack-parts.ts';
import type { Group } from '../state/directory.ts';
import type { JsonObject } from '../state/json-object.ts';
import type { Person } from '../state/workspace-seed.ts';
import type { Answer } from './answer.ts';
import { refuse, refuseArguments } from './answer.ts';
import type { Arguments } from './arguments.ts';
import { missingArguments } from './missing-arguments.ts';
import type { MethodTable } from './method.ts';
import { pageOf } from './page-of.ts';

/** People, bots, user groups and the team. */
export const PEOPLE_METHODS: MethodTable = {
  'users.info': { scopes: ['users:read'], run: userInfo },
  'users.list': { scopes: ['users:read'], run: userList },
  'users.lookupByEmail': { scopes: ['users:read.email'], run: lookupByEmail },
  'usergroups.list': { scopes: ['usergroups:read'], run: groupList },
  'usergroups.users.list': { scopes: ['usergroups:read'], run: groupMembers },
  'team.info': { scopes: ['team:read'], run: teamInfo },
  'bots.info': { scopes: ['users:read'], run: botInfo },
};

function userInfo(slack: SlackParts, args: Arguments): Answer {
  const missing = missingArguments(args, 'user');
  if (missing) return refuseArguments(...missing);
  const person = slack.workspace.directory.people.get(args.text('user'));
  return person ? { ok: true, user: presentedPerson(slack, person) } : refuse('user_not_found');
}

function userList(slack: SlackParts, args: Arguments): Answer {
  const page = pageOf([...slack.workspace.directory.people.values()], args);
  if (page === 'invalid_cursor') return refuse(page);
  const members = page.items.map((person) => presentedPerson(slack, person));
  return { ok: true, members, response_metadata: { next_cursor: page.nextCursor } };
}

function lookupByEmail(slack: SlackParts, args: Arguments): Answer {
  const wanted = args.text('email').toLowerCase();
  const { directory } = slack.workspace;
  const person = [...directory.people.values()].find(
    (one) => one.email.toLowerCase() === wanted && !directory.isExternal(one),
  );
  return person ? { ok: true, user: presentedPerson(slack, person) } : refuse('users_not_found');
}

function groupList({ workspace }: SlackParts, args: Arguments): Answer {
  const usergroups = [...workspace.directory.groups.values()].map((group) => ({
    ...presentedGroup(group, workspace.team.id),
    ...(args.flag('include_users') ? { users: group.members } : {}),
    ...(args.flag('include_count') ? { user_count: group.members.length } : {}),
  }));
  return { ok: true, usergroups };
}

function groupMembers({ workspace }: SlackParts, args: Arguments): Answer {
  const missing = missingArguments(args, 'usergroup');
  if (missing) return refuseArguments(...missing);
  const group = workspace.directory.groups.get(args.text('usergroup'));
  return group ? { ok: true, users: group.members } : refuse('no_such_subteam');
}

function teamInfo({ workspace }: SlackParts): Answer {
  const { id, name, domain } = workspace.team;
  return { ok: true, team: { id, name, domain, email_domain: `${domain}.example`, icon: {} } };
}

function botInfo({ workspace, app }: SlackParts, args: Arguments): Answer {
  const { bot } = workspace;
  if (args.has('bot') && args.text('bot') !== bot.botId) return refuse('bot_not_found');
  return {
    ok: true,
    bot: {
      id: bot.botId,
      deleted: false,
      name: bot.name,
      app_id: app.id,
      user_id: bot.id,
      icons: {},
      updated: 0,
    },
  };
}

/** An external person whom no channel shares with the bot is a stranger to it. */
function presentedPerson({ workspace, app }: SlackParts, person: Person): JsonObject {
  const { directory, bot } = workspace;
  const external = directory.isExternal(person);
  const met = [...directory.channels.values()].some(
    ({ members }) => members.has(person.id) && members.has(bot.id),
  );
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    real_name: person.realName,
    deleted: false,
    tz: 'Etc/UTC',
    tz_offset: 0,
    profile: {
      real_name: person.realName,
      display_name: person.name,
      ...(app.scopes.includes('users:read.email') ? { email: person.email } : {}),
      ...(person.botId ? { bot_id: person.botId, api_app_id: app.id } : {}),
      team: person.teamId,
    },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    ...(external ? { is_stranger: !met } : {}),
    updated: 0,
    ...person.flags,
  };
}

function presentedGroup({ id, handle, name, updatedAt }: Group, teamId: string): JsonObject {
  return {
    id,
    team_id: teamId,
    is_usergroup: true,
    is_subteam: true,
    name,
    handle,
    description: '',
    is_external: false,
    date_create: 0,
    date_update: Math.floor(updatedAt / 1000),
    date_delete: 0,
  };
}
