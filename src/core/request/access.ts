/** What the chat says of a person, and what the configuration makes of them for one cluster. */
export interface PersonFacts {
  readonly id: string;
  readonly teamId: string;
  readonly bot: boolean;
  readonly guest: boolean;
  readonly deleted: boolean;
  /** Undefined where membership could not be read. */
  readonly isApprover: boolean | undefined;
  readonly isOperator: boolean | undefined;
  readonly isRequester: boolean | undefined;
}

/** `request`: ask for a rollout. `vote`: approve or reject. `operate`: pause, resume, halt, abort. `look`: read only. */
export type AccessVerb = 'request' | 'vote' | 'operate' | 'look';

export type Access =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly code: 'E-EXT' | 'E-ROLE' | 'E-SELF' | 'E-DEP'; readonly why: string };

const ALLOWED: Access = { allowed: true };

/** May this person do this? Denied by default; what could not be read denies too. The bot's own rights are never the answer. */
export function mayDo(
  person: PersonFacts,
  verb: AccessVerb,
  context: { readonly teamId: string; readonly requesterId?: string },
): Access {
  const outsider = outsiderReason(person, context.teamId);
  if (outsider) return { allowed: false, code: 'E-EXT', why: outsider };
  switch (verb) {
    case 'look':
      return ALLOWED;
    case 'request':
      return byRole(person.isRequester, 'ask for rollouts here');
    case 'vote':
      if (person.id === context.requesterId) {
        return { allowed: false, code: 'E-SELF', why: 'You asked for it, and four eyes are needed.' };
      }
      return byRole(person.isApprover, 'approve rollouts here');
    case 'operate':
      if (person.id === context.requesterId) return ALLOWED;
      return byRole(either(person.isOperator, person.isApprover), 'steer rollouts here');
  }
}

function outsiderReason(person: PersonFacts, teamId: string): string | undefined {
  if (person.teamId !== teamId) return 'You are not a member of this workspace.';
  if (person.bot) return 'Bots may not steer rollouts.';
  if (person.guest) return 'Guests may not steer rollouts.';
  if (person.deleted) return 'This account is deactivated.';
  return undefined;
}

/** Not knowing is no right: an unreadable user group fails closed. */
function byRole(has: boolean | undefined, what: string): Access {
  if (has === true) return ALLOWED;
  if (has === undefined) {
    return { allowed: false, code: 'E-DEP', why: `Whether you may ${what} could not be read from the chat.` };
  }
  return { allowed: false, code: 'E-ROLE', why: `You are not among those who may ${what}.` };
}

function either(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === true || b === true) return true;
  return a === undefined || b === undefined ? undefined : false;
}
