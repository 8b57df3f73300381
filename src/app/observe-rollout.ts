import type { Seen } from '../core/replacement/seen.ts';
import type { Phase, Rollout } from '../core/rollout/rollout.ts';
import type { UnclearEffects } from './unclear-effects.ts';
import type { GroupSettings } from './group-settings.ts';
import type { Leadership } from './leadership.ts';
import { observeClaim } from './observe-claim.ts';
import { observeGroup } from './observe-group.ts';
import type { GroupPorts } from './ports.ts';

/** Where this engine runs, and what it leads. */
export interface EngineSelf {
  readonly leader: Pick<Leadership, 'epoch' | 'mayAct' | 'sinceTakeOverMs' | 'isLeading'>;
  /** Real ms that an uncordon waits after a take-over. */
  readonly quietPeriodMs: number;
  /** Effects of our own without an answer: they may still land. */
  readonly unclear?: UnclearEffects;
  readonly ownNode: string | undefined;
}

const LOOKS_AT_THE_WORLD: readonly Phase[] = ['running', 'holding', 'verifying', 'halting', 'aborting'];

/** Reads what the rollout's phase needs to be decided, and nothing that is remembered from before. */
export async function observeRollout(
  ports: GroupPorts,
  settings: GroupSettings,
  rollout: Rollout,
  self: EngineSelf,
): Promise<Seen> {
  const base = baseOf(ports, self);
  if (!rollout.plan || !LOOKS_AT_THE_WORLD.includes(rollout.phase)) return base;
  const group = await observeGroup(ports, settings, rollout.plan, rollout);
  const work = rollout.active ? await observeClaim(ports, rollout, rollout.active, group) : undefined;
  const pending = rollout.phase === 'verifying' ? await countPending(ports) : undefined;
  return {
    ...base,
    // The time of the decision is the time after the reads: a wait is never counted short by a slow API.
    now: ports.clock.now(),
    group: group.view,
    ...(work ? { work } : {}),
    ...(pending === undefined ? {} : { pendingPods: pending }),
  };
}

function baseOf({ clock }: GroupPorts, self: EngineSelf): Seen {
  const lastMs = Math.min(self.leader.sinceTakeOverMs(), self.unclear?.sinceMs() ?? Number.POSITIVE_INFINITY);
  const quietMs = Math.max(0, self.quietPeriodMs - lastMs) * clock.scale;
  return {
    now: clock.now(),
    real: clock.real(),
    quietMs,
    epoch: self.leader.epoch,
    ...(self.ownNode ? { ownNode: self.ownNode } : {}),
  };
}

async function countPending({ cluster }: GroupPorts): Promise<number> {
  const pods = await cluster.list('pods', { fieldSelector: 'spec.nodeName=,status.phase=Pending' });
  return pods.length;
}
