import type { Job } from 'bullmq';
import { z } from 'zod';
import type { RawInbox } from '../src/core/request/inbox-item.ts';

const rawInbox = z.discriminatedUnion('transport', [
  z.strictObject({
    transport: z.literal('http'),
    body: z.string(),
    timestamp: z.string(),
    signature: z.string(),
    receivedAt: z.number(),
  }),
  z.strictObject({ transport: z.literal('socket'), payload: z.string(), receivedAt: z.number() }),
]);

/** The processor of what people sent: the raw request is verified again by the engine, whoever put it here. */
export function handleInboxJob(handle: (raw: RawInbox) => Promise<void>) {
  return async (job: Job): Promise<string> => {
    const parsed = rawInbox.safeParse(job.data);
    if (!parsed.success) return 'ignored: not a request';
    await handle(parsed.data);
    return 'handled';
  };
}
