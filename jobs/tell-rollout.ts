import type { Job } from 'bullmq';
import { z } from 'zod';
import type { AnnounceOutcome } from '../src/app/announce-rollout.ts';
import { comeBack } from './settle.ts';

const wakeUp = z.strictObject({ nodeGroup: z.string().max(63) });

/** The processor of conversations: says what is not said yet, and comes back when the chat asked for patience. */
export function tellRolloutJob(announce: (nodeGroup: string) => Promise<AnnounceOutcome>) {
  return async (job: Job, token: string | undefined): Promise<string> => {
    const parsed = wakeUp.safeParse(job.data);
    if (!parsed.success) return 'ignored: not a wake-up';
    const outcome = await announce(parsed.data.nodeGroup);
    if (outcome.kind === 'later') return comeBack(job, token, outcome.afterMs);
    return outcome.kind;
  };
}
