import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RawInbox } from '../../core/request/inbox-item.ts';
import type { Inbox } from '../../ports/inbox.ts';
import { withDeadline } from './with-deadline.ts';

/** A request that fails is tried a few times within the minutes in which its answer is still of use. */
const JOB_OPTIONS = {
  removeOnComplete: true,
  removeOnFail: { count: 100 },
  attempts: 4,
  backoff: { type: 'exponential', delay: 1_000 },
} as const;

/** Raw requests for an engine, in a queue of BullMQ. */
export class BullInbox implements Inbox {
  readonly #queue: Queue;

  /** `connection`: for producers. It stays the caller's. */
  constructor(connection: Redis, queueName: string) {
    this.#queue = new Queue(queueName, { connection, defaultJobOptions: JOB_OPTIONS });
    // The connection itself tells that Redis is away; a queue without a listener would end the process.
    this.#queue.on('error', () => undefined);
  }

  async put(raw: RawInbox): Promise<void> {
    await withDeadline('redis: put inbox', async () => this.#queue.add('request', raw));
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }
}
