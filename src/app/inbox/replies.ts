import type { Access } from '../../core/request/access.ts';
import type { Reply } from '../../core/request/reply.ts';
import type { Phase, Rollout } from '../../core/rollout/rollout.ts';
import type { GroupSettings } from '../group-settings.ts';
import { groupKey } from '../group-settings.ts';

/** How phases are called in front of people (engine.md 2.1). */
export function phaseName(phase: Phase): string {
  return phase.toUpperCase().replaceAll('-', '_');
}

export function accessReply(access: Extract<Access, { allowed: false }>, settings: GroupSettings): Reply {
  const { users, groups } = settings.approvers;
  switch (access.code) {
    case 'E-SELF':
    case 'E-ROLE':
      return {
        code: access.code,
        what: 'You cannot do that.',
        why: access.why,
        next: 'Ask one of:',
        mention: { users, groups },
      };
    case 'E-EXT':
      return {
        code: access.code,
        what: 'You cannot do that.',
        why: access.why,
        next: 'Ask somebody of the team that runs this cluster.',
      };
    case 'E-DEP':
      return {
        code: access.code,
        what: 'You cannot do that now.',
        why: access.why,
        next: 'Try again in a minute.',
      };
  }
}

export function lockedReply(rollout: Rollout, settings: GroupSettings): Reply {
  return {
    code: 'E-LOCK',
    what: `${groupKey(settings)} already has ${rollout.id} (${phaseName(rollout.phase)}).`,
    why: 'One node group has one rollout at a time.',
    next: `See /patch status; ${rollout.id} must end first.`,
  };
}

export function staleStoreReply(settings: GroupSettings): Reply {
  return {
    code: 'E-LOCK',
    what: `Somebody else asked for ${groupKey(settings)} in the same moment.`,
    next: 'See /patch status.',
  };
}

export function staleCardReply(rollout: string, current: Rollout | undefined): Reply {
  return {
    code: 'E-STALE',
    what: 'This card is old. Nothing was done.',
    why: current ? `${current.id} is now ${phaseName(current.phase)}.` : `${rollout} is over.`,
    next: 'Use the buttons of the newest message, or /patch status.',
  };
}

export function dependencyReply(error: unknown): Reply {
  return {
    code: 'E-DEP',
    what: 'That could not be done now. Nothing was changed.',
    why: error instanceof Error ? error.message : String(error),
    next: 'Try again in a minute; if it stays like this, look at what is named.',
  };
}
