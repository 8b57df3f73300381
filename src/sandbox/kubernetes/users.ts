/** Who asks, as an authenticator says. */
export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Knows the user behind a bearer token, or does not. */
export type Authenticator = (token: string) => User | undefined | Promise<User | undefined>;

/** Members may do everything, whatever the roles say. */
export const MASTERS_GROUP = 'system:masters';

export const ANONYMOUS: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** What in-process controllers act as. */
export const CONTROLLER_MANAGER: User = {
  name: 'system:kube-controller-manager',
  groups: [MASTERS_GROUP, 'system:authenticated'],
};

/** An authenticator for tokens that are known beforehand; every user of it is in `system:authenticated` too. */
export function staticTokens(tokens: Readonly<Record<string, User>>): Authenticator {
  const users = new Map(Object.entries(tokens));
  return (token) => {
    const user = users.get(token);
    return user && withAuthenticatedGroup(user);
  };
}

export function withAuthenticatedGroup(user: User): User {
  if (user.groups.includes('system:authenticated')) return user;
  return { ...user, groups: [...user.groups, 'system:authenticated'] };
}
