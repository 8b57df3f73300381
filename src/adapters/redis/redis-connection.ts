import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { Log } from '../../ports/log.ts';

/** A command that takes longer has failed: a person waits for three seconds at the most. engine.md 2.7. */
export const COMMAND_TIMEOUT_MS = 2_000;

/**
 * Real ms that a connection may be silent while an answer is due; then it is half open, and a new one is made (fault rows 15
 * and 22). A worker's blocking command is answered within ten seconds by itself (BullMQ's longest).
 */
const SILENT_MAX_MS = { producer: 5_000, worker: 15_000 } satisfies Record<RedisUse, number>;

/** The longest wait between two tries to connect again. */
const RECONNECT_MAX_MS = 2_000;

/**
 * `producer`: fails at once when Redis is away, so that the caller can say so. `worker`: waits for it for as long as it
 * takes, which is what BullMQ's workers need.
 */
export type RedisUse = 'producer' | 'worker';

/** A connection to `redis://` or, with TLS, `rediss://`. It connects by itself, now and after every loss. */
export function connectRedis(url: string, use: RedisUse, log: Log): Redis {
  const redis = new Redis(url, {
    ...OPTIONS[use],
    connectTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: SILENT_MAX_MS[use],
    retryStrategy,
  });
  let lost = false;
  // Every failed try to connect is an error event; one line a loss is enough.
  const onLost = (error?: Error): void => {
    if (!lost) log.warn('Redis cannot be reached.', { use, ...(error ? { error } : {}) });
    lost = true;
  };
  redis.on('error', onLost);
  redis.on('reconnecting', () => onLost());
  redis.on('ready', () => {
    if (lost) log.info('Redis can be reached again.', { use });
    lost = false;
  });
  return redis;
}

const OPTIONS = {
  producer: { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: COMMAND_TIMEOUT_MS },
  worker: { maxRetriesPerRequest: null },
} satisfies Record<RedisUse, RedisOptions>;

function retryStrategy(times: number): number {
  return Math.min(RECONNECT_MAX_MS, times * 100);
}

/** What others hand around without knowing the client. */
export type RedisConnection = Redis;
