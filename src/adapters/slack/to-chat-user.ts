import { z } from 'zod';
import type { ChatUser } from '../../ports/chat.ts';

const flag = z.boolean().nullish();

const UserInfo = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().nullish(),
    name: z.string().nullish(),
    real_name: z.string().nullish(),
    deleted: flag,
    is_bot: flag,
    is_workflow_bot: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    profile: z.object({ display_name: z.string().nullish(), real_name: z.string().nullish() }).nullish(),
  }),
});

/** A person by what decides whether they may act. A team that is not told is none of ours. */
export function toChatUser(answer: unknown): ChatUser {
  const { user } = UserInfo.parse(answer);
  return {
    id: user.id,
    name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || user.id,
    bot: user.is_bot === true || user.is_workflow_bot === true || user.id === SLACKBOT,
    guest: user.is_restricted === true || user.is_ultra_restricted === true || user.is_stranger === true,
    deleted: user.deleted === true,
    teamId: user.team_id ?? '',
  };
}

/** The one bot that does not say it is one. */
const SLACKBOT = 'USLACKBOT';
