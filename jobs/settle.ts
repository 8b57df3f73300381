import { DelayedError } from 'bullmq';
import type { Job } from 'bullmq';

/** BullMQ's delays are whole milliseconds; less than this is "at once". */
const DELAY_MIN_MS = 1;

/** "Look again later" in BullMQ's words: the same job, delayed, with no attempt used up. Never returns. */
export async function comeBack(job: Job, token: string | undefined, afterMs: number): Promise<never> {
  await job.moveToDelayed(Date.now() + Math.max(DELAY_MIN_MS, Math.ceil(afterMs)), token);
  throw new DelayedError();
}
