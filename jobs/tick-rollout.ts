import type { Job } from 'bullmq';
import { z } from 'zod';
import type { TickOutcome } from '../src/app/tick-rollout.ts';
import { comeBack } from './settle.ts';

/** Jobs are read strictly: whoever can write to Redis must not be able to say more than "look" (fault row 23). */
const wakeUp = z.strictObject({ nodeGroup: z.string().max(63) });

/** The processor of ticks: one look at one node group, then again when the look says so. */
export function tickRolloutJob(tick: (nodeGroup: string) => Promise<TickOutcome>) {
  return async (job: Job, token: string | undefined): Promise<string> => {
    const parsed = wakeUp.safeParse(job.data);
    if (!parsed.success) return 'ignored: not a wake-up';
    const outcome = await tick(parsed.data.nodeGroup);
    if (outcome.kind === 'wait') return comeBack(job, token, outcome.forMs);
    return outcome.kind;
  };
}
