import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { startSmallHost } from './a-small-host.ts';
import { playGolden, playTroubled } from './play-golden.ts';
import type { Golden } from './play-golden.ts';

/** Real ms for the golden rollout once for each of its effects, on a busy machine. */
const ALL_EFFECTS_MS = 30 * 60_000;

describe('a rollout that is disturbed after each of its effects, one by one', () => {
  let host: SandboxHost;
  let golden: Golden;

  beforeAll(async () => {
    host = await startSmallHost();
    golden = await playGolden(host);
  }, 180_000);

  afterAll(async () => host.close());

  it(
    'goes on where it was when drover is killed, and does nothing twice',
    async () => {
      for (let at = 1; at <= golden.effects; at++)
        expect(
          await playTroubled(host, at, () => void host.drover?.kill()),
          `killed after effect ${at}`,
        ).toEqual({ outcome: 'succeeded', deeds: golden.deeds, inWorkMax: 1 });
    },
    ALL_EFFECTS_MS,
  );

  it(
    'takes no notice of Redis losing everything',
    async () => {
      const redis = new Redis(host.redis?.url ?? '');
      try {
        for (let at = 1; at <= golden.effects; at++)
          expect(
            await playTroubled(host, at, () => void redis.flushall()),
            `flushed after effect ${at}`,
          ).toEqual({ outcome: 'succeeded', deeds: golden.deeds, inWorkMax: 1 });
      } finally {
        redis.disconnect();
      }
    },
    ALL_EFFECTS_MS,
  );
});
