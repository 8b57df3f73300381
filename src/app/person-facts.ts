import type { PersonFacts } from '../core/request/access.ts';
import type { Sender } from '../core/request/inbox-item.ts';
import type { GroupSettings, People } from './group-settings.ts';
import type { ConversationPorts } from './ports.ts';

/** Reads what decides about a person's rights: the chat's own flags, and membership in the configured groups, now. */
export async function readPerson(
  ports: ConversationPorts,
  settings: GroupSettings,
  sender: Sender,
): Promise<PersonFacts> {
  const user = await ports.chat.user(sender.userId).catch(() => undefined);
  const [isApprover, isOperator, isRequester] = await Promise.all([
    isAmong(ports, settings.approvers, sender.userId),
    settings.operators ? isAmong(ports, settings.operators, sender.userId) : false,
    settings.requesters ? isAmong(ports, settings.requesters, sender.userId) : true,
  ]);
  return {
    id: sender.userId,
    // An event in a shared channel may name our workspace for a person of another one: the directory knows better.
    teamId: user && user.teamId !== '' ? user.teamId : sender.teamId,
    bot: user?.bot ?? false,
    guest: user?.guest ?? false,
    deleted: user?.deleted ?? false,
    // Somebody whose flags cannot be read may be a guest or a bot: the rights that matter are not known then.
    isApprover: user ? isApprover : undefined,
    isOperator: user ? isOperator : undefined,
    isRequester: user ? isRequester : undefined,
  };
}

/** Undefined when a group could not be read and nothing else says yes. */
async function isAmong(
  ports: ConversationPorts,
  people: People,
  userId: string,
): Promise<boolean | undefined> {
  if (people.users.includes(userId)) return true;
  const memberships = await Promise.all(
    people.groups.map(async (group) => {
      try {
        return (await ports.chat.groupMembers(group)).includes(userId);
      } catch (error) {
        ports.log.warn('a user group could not be read', { group, error: String(error) });
        return undefined;
      }
    }),
  );
  if (memberships.includes(true)) return true;
  return memberships.includes(undefined) ? undefined : false;
}
