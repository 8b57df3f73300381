import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { emptyRedis } from '../../../src/sandbox/run/empty-redis.ts';
import { startRedis } from '../../../src/sandbox/run/start-redis.ts';

it('a Redis that is emptied holds nothing of the world before', async () => {
  const store = await startRedis();
  const client = new Redis(store.url);
  onTestFinished(async () => {
    await client.quit();
    await store.close();
  });
  await client.set('job', 'of the old world');

  await emptyRedis(store.url);

  expect(await client.get('job')).toBeNull();
});
