import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobQueue } from '../../ports/job-queue.ts';
import { withDeadline } from './with-deadline.ts';

/** How queues and jobs are named; the processors of the jobs go by the same names. */
export interface JobNames {
  rolloutsQueue(cluster: string): string;
  announcementsQueue(cluster: string): string;
  tickJobId(nodeGroup: string): string;
  tellJobId(nodeGroup: string): string;
}

/** A job that is running cannot be woken; it is tried again so soon, so often. A tick takes ten seconds at the most. */
const AGAIN_MS = 250;
const AGAIN_MAX = 60;

/** Finished jobs go at once: one that is kept would make a later wake-up of its id do nothing. */
const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const;

/** Wake-ups as BullMQ jobs: one a node group, which waits delayed until it is due or someone asks for it. */
export class BullJobQueue implements JobQueue {
  readonly #connection: Redis;
  readonly #names: JobNames;
  readonly #queues = new Map<string, Queue>();
  readonly #again = new Map<string, NodeJS.Timeout>();

  /** `connection`: for producers. It stays the caller's. */
  constructor(connection: Redis, names: JobNames) {
    this.#connection = connection;
    this.#names = names;
  }

  async wakeRollout(cluster: string, nodeGroup: string): Promise<void> {
    await this.#wake(this.#names.rolloutsQueue(cluster), this.#names.tickJobId(nodeGroup), nodeGroup);
  }

  async wakeAnnouncer(cluster: string, nodeGroup: string): Promise<void> {
    await this.#wake(this.#names.announcementsQueue(cluster), this.#names.tellJobId(nodeGroup), nodeGroup);
  }

  async close(): Promise<void> {
    for (const timer of this.#again.values()) clearTimeout(timer);
    this.#again.clear();
    await Promise.all([...this.#queues.values()].map(async (queue) => queue.close()));
  }

  async #wake(queueName: string, jobId: string, nodeGroup: string): Promise<void> {
    const state = await withDeadline(`redis: wake ${jobId}`, async () =>
      wakeJob(this.#queue(queueName), jobId, nodeGroup),
    );
    if (state === 'running') this.#wakeAgain(queueName, jobId, nodeGroup, 1);
  }

  /** What happened while the job ran may have come too late for its look: it is woken once more when it is done. */
  #wakeAgain(queueName: string, jobId: string, nodeGroup: string, tries: number): void {
    const key = `${queueName} ${jobId}`;
    if (this.#again.has(key) || tries > AGAIN_MAX) return;
    const timer = setTimeout(() => {
      this.#again.delete(key);
      wakeJob(this.#queue(queueName), jobId, nodeGroup).then(
        (state) => {
          if (state === 'running') this.#wakeAgain(queueName, jobId, nodeGroup, tries + 1);
        },
        // A wake-up that is lost costs time and nothing else; the reconciler asks again.
        () => undefined,
      );
    }, AGAIN_MS);
    timer.unref();
    this.#again.set(key, timer);
  }

  #queue(name: string): Queue {
    let queue = this.#queues.get(name);
    if (!queue) {
      queue = new Queue(name, { connection: this.#connection, defaultJobOptions: JOB_OPTIONS });
      // The connection itself tells that Redis is away; a queue without a listener would end the process.
      queue.on('error', () => undefined);
      this.#queues.set(name, queue);
    }
    return queue;
  }
}

/** Adds the job, or makes one that waits delayed due at once. `running`: it runs already, and cannot be woken. */
async function wakeJob(queue: Queue, jobId: string, nodeGroup: string): Promise<'waiting' | 'running'> {
  const job = await queue.add('wake', { nodeGroup }, { jobId });
  const state = await job.getState();
  if (state === 'active') return 'running';
  if (state !== 'delayed') return 'waiting';
  // Someone else may have promoted it meanwhile, or it became due: then it waits all the same.
  await job.promote().catch(() => undefined);
  return 'waiting';
}
