import { DelayedError } from 'bullmq';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as definitions from '../../../jobs/definitions.ts';
import { BullInbox } from '../../../src/adapters/redis/bull-inbox.ts';
import { BullJobQueue } from '../../../src/adapters/redis/bull-job-queue.ts';
import { checkRedis } from '../../../src/adapters/redis/check-redis.ts';
import { connectRedis } from '../../../src/adapters/redis/redis-connection.ts';
import { startWorker } from '../../../src/adapters/redis/start-worker.ts';
import type { RunningWorker, WorkerOptions } from '../../../src/adapters/redis/start-worker.ts';
import { MemoryLog } from '../../fakes/ports/memory-log.ts';
import { startRedisForTests } from '../../fakes/redis-for-tests.ts';
import type { RedisForTests } from '../../fakes/redis-for-tests.ts';
import { FaultyProxy } from '../../e2e/faulty-proxy.ts';

const SETTINGS = { lockDuration: 2_000, stalledInterval: 1_000, maxStalledCount: 1_000 };

let server: RedisForTests;
let log: MemoryLog;
let producer: Redis;
let forWorkers: Redis;
let queue: BullJobQueue;
let workers: RunningWorker[];
/** A queue of its own for each test: the embedded Redis hands jobs to waiting connections that are gone already. */
let cluster: string;
let tests = 0;

beforeAll(async () => {
  server = await startRedisForTests();
});

afterAll(async () => {
  await server.close();
});

beforeEach(async () => {
  log = new MemoryLog();
  producer = connectRedis(server.url, 'producer', log);
  forWorkers = connectRedis(server.url, 'worker', log);
  await forWorkers.flushall();
  queue = new BullJobQueue(producer, definitions);
  workers = [];
  cluster = `prod-${++tests}`;
});

afterEach(async () => {
  await Promise.all(workers.map(async (worker) => worker.close()));
  await queue.close();
  producer.disconnect();
  forWorkers.disconnect();
});

describe('wake-ups through BullMQ', () => {
  it('are worked on once each, and can be asked for again at once', async () => {
    const seen: unknown[] = [];
    work(async (job) => void seen.push(job.data));

    await queue.wakeRollout(cluster, 'workers');
    await until(() => seen.length === 1);
    await queue.wakeRollout(cluster, 'workers');
    await until(() => seen.length === 2);

    expect(seen).toEqual([{ nodeGroup: 'workers' }, { nodeGroup: 'workers' }]);
  });

  it('bring a job that waits delayed to its turn at once', async () => {
    const looks: number[] = [];
    work(async (job, token) => {
      looks.push(performance.now());
      await job.moveToDelayed(Date.now() + 60_000, token);
      throw new DelayedError();
    });
    await queue.wakeRollout(cluster, 'workers');
    await until(() => looks.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));

    const woken = performance.now();
    await queue.wakeRollout(cluster, 'workers');
    await until(() => looks.length === 2);

    expect(performance.now() - woken).toBeLessThan(7_000);
  });

  it('that come while the job runs lead to one more look after it', async () => {
    let looks = 0;
    const first = Promise.withResolvers<void>();
    work(async (job, token) => {
      looks += 1;
      if (looks === 1) await first.promise;
      await job.moveToDelayed(Date.now() + 60_000, token);
      throw new DelayedError();
    });
    await queue.wakeRollout(cluster, 'workers');
    await until(() => looks === 1);

    await Promise.all([1, 2, 3].map(async () => queue.wakeRollout(cluster, 'workers')));
    first.resolve();

    await until(() => looks === 2);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(looks).toBe(2);
  });

  it('are possible again after a job that failed', async () => {
    let looks = 0;
    work(async () => {
      looks += 1;
      throw new Error('broken');
    });
    await queue.wakeRollout(cluster, 'workers');
    await until(() => looks === 1);
    await until(() => log.lines.some(({ message }) => message === 'A job failed.'));

    await queue.wakeRollout(cluster, 'workers');
    await until(() => looks === 2);

    expect(log.lines.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
  });
});

describe('a worker', () => {
  it('tells the processor when the lock of its job is lost', async () => {
    const aborted = Promise.withResolvers<unknown>();
    work(async (_job, _token, signal) => {
      signal?.addEventListener('abort', () => aborted.resolve(signal.reason));
      await aborted.promise;
    });
    await queue.wakeRollout(cluster, 'workers');
    await until(async () => (await forWorkers.keys('*:lock')).length === 1);

    // What a zombie's job looks like: somebody else has the lock.
    const [key = ''] = await forWorkers.keys('*:lock');
    await forWorkers.set(key, 'another');

    expect(await aborted.promise).toBeDefined();
  });

  it('waits for a running job when it is closed', async () => {
    let done = false;
    const worker = work(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      done = true;
    });
    await queue.wakeRollout(cluster, 'workers');
    await until(async () => (await forWorkers.keys('*:lock')).length === 1);

    await worker.close();

    expect(done).toBe(true);
  });
});

describe('Redis that is away', () => {
  it('is said at once, and things go on when it is back', async () => {
    const own = await startRedisForTests();
    const connection = connectRedis(own.url, 'producer', log);
    const inbox = new BullInbox(connection, 'inbox');
    const raw = { transport: 'socket', payload: '{}', receivedAt: 1 } as const;
    await inbox.put(raw);

    await own.close();
    await until(() => connection.status !== 'ready');
    const began = performance.now();
    await expect(inbox.put(raw)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(2_500);

    const back = await startRedisForTests(Number(new URL(own.url).port));
    await until(() => connection.status === 'ready');
    await inbox.put(raw);
    expect(log.lines.map(({ message }) => message)).toEqual([
      'Redis cannot be reached.',
      'Redis can be reached again.',
    ]);
    connection.disconnect();
    await back.close();
  });

  it('is said when it was never there', async () => {
    const connection = connectRedis('redis://127.0.0.1:9', 'producer', log);
    const inbox = new BullInbox(connection, 'inbox');

    await expect(inbox.put({ transport: 'socket', payload: '{}', receivedAt: 1 })).rejects.toMatchObject({
      kind: 'unavailable',
    });
    connection.disconnect();
  });

  it('and says nothing is given up: a new connection is made, for producers and for workers', async () => {
    const own = await startRedisForTests();
    const proxy = await FaultyProxy.start(Number(new URL(own.url).port));
    const url = `redis://127.0.0.1:${proxy.port}`;
    const [forAsking, forWorking] = [connectRedis(url, 'producer', log), connectRedis(url, 'worker', log)];
    const asking = new BullJobQueue(forAsking, definitions);
    let looks = 0;
    const worker = startWorker(
      forWorking,
      {
        queue: definitions.rolloutsQueue('silent'),
        processor: async () => {
          looks += 1;
          return Promise.resolve('looked');
        },
        concurrency: 1,
        settings: SETTINGS,
      },
      log,
    );
    await until(() => forAsking.status === 'ready');
    await asking.wakeRollout('silent', 'workers');
    await until(() => looks === 1);

    proxy.silenceOpen();
    await expect(asking.wakeRollout('silent', 'workers')).rejects.toMatchObject({ kind: 'unavailable' });

    const again = async (): Promise<number> => {
      await asking.wakeRollout('silent', 'workers').catch(() => undefined);
      return looks;
    };
    await expect.poll(again, { timeout: 60_000, interval: 500 }).toBeGreaterThan(1);
    await worker.close();
    await asking.close();
    for (const connection of [forAsking, forWorking]) connection.disconnect();
    await proxy.close();
    await own.close();
  }, 90_000);

  it('does not keep a process from ending in order', async () => {
    const connection = connectRedis('redis://127.0.0.1:9', 'worker', log);
    const options = {
      queue: 'rollouts',
      processor: async () => undefined,
      concurrency: 1,
      settings: SETTINGS,
    };
    const worker = startWorker(connection, options, log);
    await until(() => log.lines.some(({ message }) => message === 'A worker has trouble.'));

    const began = performance.now();
    await worker.close();

    expect(performance.now() - began).toBeLessThan(2_500);
    expect(log.lines.map(({ message }) => message)).not.toContain(
      'A worker did not finish its jobs in time.',
    );
    connection.disconnect();
  });
});

describe('the check of Redis', () => {
  it('refuses a policy that throws jobs away', async () => {
    const evicting = pretend({ config: ['maxmemory-policy', 'allkeys-lru'] });

    await expect(checkRedis(evicting, log)).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('allkeys-lru'),
    });
  });

  it('warns where there is no append-only file', async () => {
    await checkRedis(pretend({ config: { 'maxmemory-policy': 'noeviction', appendonly: 'no' } }), log);

    expect(log.lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('append-only') }]);
  });

  it('is content with the right settings', async () => {
    await checkRedis(pretend({ config: { 'maxmemory-policy': 'noeviction', appendonly: 'yes' } }), log);

    expect(log.lines).toEqual([]);
  });

  it('asks INFO where CONFIG is not allowed, and says what it cannot read', async () => {
    await checkRedis(pretend({ info: 'maxmemory_policy:noeviction\r\naof_enabled:1\r\n' }), log);
    expect(log.lines).toEqual([]);

    await checkRedis(pretend({}), log);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });

  it('reads a Redis as it is', async () => {
    await until(() => producer.status === 'ready');

    await checkRedis(producer, log);

    expect(
      log.lines.every(({ message }) => message.includes('append-only') || message.includes('maxmemory')),
    ).toBe(true);
  });
});

function work(processor: WorkerOptions['processor']): RunningWorker {
  const options = {
    queue: definitions.rolloutsQueue(cluster),
    processor,
    concurrency: 2,
    settings: SETTINGS,
  };
  const worker = startWorker(forWorkers, options, log);
  workers.push(worker);
  return worker;
}

/** A Redis that answers CONFIG and INFO as told, and refuses them else. */
function pretend(answers: { config?: string[] | Record<string, string>; info?: string }): Redis {
  const refuse = (): never => {
    throw Object.assign(new Error('NOPERM'), { name: 'ReplyError' });
  };
  const { config } = answers;
  return {
    status: 'ready',
    config: async (_verb: string, name: string) => {
      if (config === undefined) return refuse();
      return Array.isArray(config) ? config : [name, config[name]];
    },
    info: async () => answers.info ?? refuse(),
  } as unknown as Redis;
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 8_000;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
