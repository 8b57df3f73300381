import { Queue } from 'bullmq';
import * as definitions from '../../jobs/definitions.ts';
import { BullInbox } from '../../src/adapters/redis/bull-inbox.ts';
import { BullJobQueue } from '../../src/adapters/redis/bull-job-queue.ts';
import { connectRedis } from '../../src/adapters/redis/redis-connection.ts';
import type { RawInbox } from '../../src/core/request/inbox-item.ts';
import { MemoryLog } from '../fakes/ports/memory-log.ts';
import { startRedisForTests } from '../fakes/redis-for-tests.ts';
import { describeQueuesContract } from './queues.contract.ts';

const CLUSTERS = ['prod', 'test'];

describeQueuesContract('BullMQ on Redis', async () => {
  const redis = await startRedisForTests();
  const log = new MemoryLog();
  const producer = connectRedis(redis.url, 'producer', log);
  const reader = connectRedis(redis.url, 'worker', log);
  const queue = new BullJobQueue(producer, definitions);
  const inbox = new BullInbox(producer, definitions.INBOX_QUEUE);
  const open = (name: string): Queue => new Queue(name, { connection: reader });
  const inboxReader = open(definitions.INBOX_QUEUE);
  const readers = CLUSTERS.flatMap((cluster) => [
    { verb: 'tick', cluster, queue: open(definitions.rolloutsQueue(cluster)) },
    { verb: 'tell', cluster, queue: open(definitions.announcementsQueue(cluster)) },
  ]);
  let lost = false;
  return {
    queue,
    inbox,
    takeWakeUps: async () => {
      const taken = await Promise.all(
        readers.map(async ({ verb, cluster, queue: from }) => {
          const jobs = await from.getJobs(['waiting', 'delayed', 'prioritized'], 0, -1, true);
          await Promise.all(jobs.map(async (job) => job.remove()));
          return jobs.map(
            ({ data }: { data: { nodeGroup: string } }) => `${verb} ${cluster}/${data.nodeGroup}`,
          );
        }),
      );
      return taken.flat();
    },
    takeInbox: async () => {
      const jobs = await inboxReader.getJobs(['waiting'], 0, -1, true);
      await Promise.all(jobs.map(async (job) => job.remove()));
      return jobs.map(({ data }: { data: RawInbox }) => data);
    },
    lose: async () => {
      lost = true;
      await redis.close();
    },
    empty: async () => void (await reader.flushall()),
    close: async () => {
      for (const connection of [producer, reader]) connection.disconnect();
      if (!lost) await redis.close();
    },
  };
});
