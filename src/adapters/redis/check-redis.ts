import type { Redis } from 'ioredis';
import type { Log } from '../../ports/log.ts';
import { PortError } from '../../ports/port-error.ts';
import { withDeadline } from './with-deadline.ts';

/** Under any other policy Redis throws away queued jobs when its memory is full. */
const WANTED_POLICY = 'noeviction';

/**
 * Looks at how Redis is set up. A policy that evicts is refused; a missing append-only file is warned of, since whatever
 * is in Redis may vanish without harm. What cannot be read (some hosted services hide it) is said.
 */
export async function checkRedis(redis: Redis, log: Log): Promise<void> {
  const policy = await readSetting(redis, 'maxmemory-policy', 'maxmemory_policy');
  if (policy === undefined) log.warn('Redis does not tell its maxmemory-policy. It must be noeviction.');
  else if (policy !== WANTED_POLICY)
    throw new PortError(
      'invalid',
      'redis: check',
      `maxmemory-policy is ${policy} and must be ${WANTED_POLICY}: any other one throws queued jobs away`,
    );
  const appendOnly = await readSetting(redis, 'appendonly', 'aof_enabled');
  if (appendOnly !== 'yes' && appendOnly !== '1')
    log.warn(
      'Redis keeps no append-only file. A restart of Redis loses what was asked for and not yet begun.',
    );
}

/** A setting by CONFIG; where that is not allowed, by INFO. */
async function readSetting(redis: Redis, setting: string, infoField: string): Promise<string | undefined> {
  return (await byConfig(redis, setting)) ?? (await byInfo(redis, infoField));
}

async function byConfig(redis: Redis, setting: string): Promise<string | undefined> {
  const answer = await orUndefined(redis, async () => redis.config('GET', setting));
  const value: unknown = Array.isArray(answer) ? answer[1] : undefined;
  return typeof value === 'string' ? value : undefined;
}

async function byInfo(redis: Redis, field: string): Promise<string | undefined> {
  const text = (await orUndefined(redis, async () => redis.info())) ?? '';
  return new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(text)?.[1];
}

/** A command that Redis refuses is no trouble here; Redis being away is. */
async function orUndefined<T>(redis: Redis, read: () => Promise<T>): Promise<T | undefined> {
  return withDeadline('redis: check', async () => {
    try {
      return await read();
    } catch (error) {
      if (redis.status !== 'ready' || !(error instanceof Error) || error.name !== 'ReplyError') throw error;
      return undefined;
    }
  });
}
