/** Somebody (or some bot) with an account. */
export interface Person {
  readonly id: string;
  /** The handle, without @. */
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  /** Another team than the workspace's own: an external person, who is here through Slack Connect. */
  readonly teamId: string;
  readonly botId?: string;
  /** What `users.info` says in Slack's own words: `is_restricted`, `is_admin`, `deleted` … Left out is false. */
  readonly flags?: Readonly<Record<string, boolean>>;
}

interface ChannelSeed {
  readonly id: string;
  /** Without #. */
  readonly name: string;
  readonly isPrivate?: boolean;
  readonly isExtShared?: boolean;
  readonly members: readonly string[];
}

interface GroupSeed {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** Whom and what a workspace starts with. Members are handles. */
export interface WorkspaceSeed {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly people: readonly Person[];
  readonly channels: readonly ChannelSeed[];
  readonly groups: readonly GroupSeed[];
}

const TEAM = 'T0SANDBOX00';
const PARTNER_TEAM = 'T0PARTNER00';
const INSIDERS = ['ann', 'bob', 'cat', 'dan', 'gus'];

/** ann asks, bob and cat may approve, dan may not, gus is a guest, eve works for a partner, drover is the bot. */
export const DEFAULT_SEED: WorkspaceSeed = {
  team: { id: TEAM, name: 'Sandbox', domain: 'sandbox' },
  people: [
    { ...person('ann', 'Ann Archer'), flags: { is_admin: true } },
    person('bob', 'Bob Baker'),
    person('cat', 'Cat Carter'),
    person('dan', 'Dan Dyer'),
    { ...person('gus', 'Gus Guest'), flags: { is_restricted: true } },
    { ...person('eve', 'Eve External'), teamId: PARTNER_TEAM, email: 'eve@partner.example' },
    { ...person('drover', 'Drover'), id: 'U0DROVER000', botId: 'B0DROVER000', flags: { is_bot: true } },
  ],
  channels: [
    { id: 'C0OPSPROD00', name: 'ops-prod', members: [...INSIDERS, 'drover'] },
    { id: 'C0OPSSTAG00', name: 'ops-staging', members: [...INSIDERS, 'drover'] },
    { id: 'C0GENERAL00', name: 'general', isExtShared: true, members: [...INSIDERS, 'eve'] },
  ],
  groups: [{ id: 'S0APPROVERS', handle: 'sre-approvers', name: 'SRE approvers', members: ['bob', 'cat'] }],
};

function person(name: string, realName: string): Person {
  const id = `U0${name.toUpperCase()}`.padEnd(11, '0');
  return { id, name, realName, email: `${name}@sandbox.example`, teamId: TEAM };
}
