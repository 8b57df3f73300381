import { inert } from './inert.ts';

const USER = /^[UW][A-Z0-9]{2,30}$/u;
const GROUP = /^S[A-Z0-9]{2,30}$/u;
const MENTIONS_MAX = 10;

/** A person as Slack shows people; someone without a Slack id (the engine, the brake) by name. */
export function mentionPerson(person: { readonly id: string; readonly name: string }): string {
  return USER.test(person.id) ? `<@${person.id}>` : inert(person.name || person.id, 60) || 'someone';
}

/** A word that may be a Slack id or a name. */
export function mentionOrName(word: string): string {
  return mentionPerson({ id: word, name: word });
}

/** Approver groups first, then single approvers; ids that are none are left out, so that nothing else can be mentioned. */
export function mentionApprovers(approvers: {
  readonly approverUsers: readonly string[];
  readonly approverGroups: readonly string[];
}): string {
  const groups = approvers.approverGroups.filter((id) => GROUP.test(id)).map((id) => `<!subteam^${id}>`);
  const users = approvers.approverUsers.filter((id) => USER.test(id)).map((id) => `<@${id}>`);
  return [...groups, ...users].slice(0, MENTIONS_MAX).join(', ');
}
