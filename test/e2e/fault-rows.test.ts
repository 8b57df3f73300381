import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import { startRedisForTests } from '../fakes/redis-for-tests.ts';
import type { RedisForTests } from '../fakes/redis-for-tests.ts';
import { hasRealRedis, RealRedis } from './a-real-redis.ts';
import * as cloudTroubles from './cloud-troubles.ts';
import * as kubernetesTroubles from './kubernetes-troubles.ts';
import * as processTroubles from './process-troubles.ts';
import * as redisTroubles from './redis-troubles.ts';
import { slackFails } from './slack-troubles.ts';
import type { Trouble } from './trouble.ts';
import { TroubledPlace } from './troubled-place.ts';
import type { TroubledPlay } from './troubled-place.ts';

/** Real ms for one rollout with its troubles, on a busy machine. */
const PLAY_MS = 300_000;

describe('a rollout in which one thing after the other goes wrong', () => {
  let redis: RedisForTests;
  let golden: readonly string[];
  let place: TroubledPlace | undefined;

  beforeAll(async () => {
    redis = await startRedisForTests();
    const { outcome, deeds, inWorkMax } = await play([]);
    expect({ outcome, inWorkMax }).toEqual({ outcome: 'succeeded', inWorkMax: 1 });
    golden = deeds;
    await place?.close();
  }, PLAY_MS);

  afterEach(async () => {
    await place?.close();
    place = undefined;
  }, 60_000);

  afterAll(async () => redis.close());

  async function play(
    troubles: readonly Trouble[],
    options: Partial<Parameters<typeof TroubledPlace.start>[0]> = {},
  ): Promise<TroubledPlay> {
    const redisPort = Number(new URL(redis.url).port);
    place = await TroubledPlace.start({ redisPort, ...options });
    return place.play(troubles);
  }

  /** The rollout that people would have seen without the troubles; each of them struck, and was over. */
  function asIfNothingHappened(troubles: readonly Trouble[]): TroubledPlay {
    return { outcome: 'succeeded', deeds: golden, inWorkMax: 1, struck: troubles.map(({ name }) => name) };
  }

  it(
    'drover throws, is asked to end, runs out of memory, is killed twice, stands still: same effects',
    async () => {
      const troubles = [
        processTroubles.unhandledRejection(1),
        processTroubles.asked(4),
        processTroubles.outOfMemory(7),
        processTroubles.asked(9),
        processTroubles.killedTwice(12),
        processTroubles.blocked(14),
        processTroubles.asked(17),
      ];

      expect(await play(troubles)).toEqual(asIfNothingHappened(troubles));
    },
    PLAY_MS,
  );

  it(
    'three engines start at once, and whichever leads is put to sleep and wakes up again: same effects',
    async () => {
      const troubles = [
        processTroubles.oneLeads(),
        processTroubles.leaderSleeps(4),
        processTroubles.leaderSleeps(9),
        processTroubles.leaderSleeps(14),
      ];

      expect(await play(troubles, { engines: 3 })).toEqual(asIfNothingHappened(troubles));
    },
    PLAY_MS,
  );

  it(
    'Kubernetes hangs, is away, busy, in trouble, half open, forgets, refuses the token, lists what was: same effects',
    async () => {
      const troubles = [
        kubernetesTroubles.allHang(1),
        kubernetesTroubles.refused(3),
        kubernetesTroubles.busy(5),
        kubernetesTroubles.serverErrors(6),
        kubernetesTroubles.halfOpen(7),
        kubernetesTroubles.staleLists(9),
        kubernetesTroubles.conflicts(12),
        kubernetesTroubles.historyIsLost(13),
        kubernetesTroubles.unauthorized(15),
      ];

      expect(await play(troubles)).toEqual(asIfNothingHappened(troubles));
    },
    PLAY_MS,
  );

  it(
    'AWS throttles, lags, loses answers, lies, is away, and everything is slow: same effects',
    async () => {
      const troubles = [
        cloudTroubles.describesLate(1),
        cloudTroubles.throttled(2),
        cloudTroubles.appliedAllTheSame('SetDesiredCapacity', 5),
        cloudTroubles.awsRefuses(8),
        cloudTroubles.endedInSilence(12),
        cloudTroubles.everythingIsSlow(14),
        cloudTroubles.appliedAllTheSame('TerminateInstance', 16),
      ];

      expect(await play(troubles)).toEqual(asIfNothingHappened(troubles));
    },
    PLAY_MS,
  );

  it(
    'Slack will not have us, limits, fails, cuts, loses answers, is late: same effects, each word once',
    async () => {
      const troubles = [slackFails(1)];

      expect(await play(troubles)).toEqual(asIfNothingHappened(troubles));
      const keys = saidKeys();
      expect(keys.length).toBeGreaterThan(5);
      expect(new Set(keys).size).toBe(keys.length);
    },
    PLAY_MS,
  );

  /** What drover said in the channel, by the keys that it finds its own words by. */
  function saidKeys(): readonly string[] {
    const { directory, timeline, bot } = place!.world.slack.workspace;
    const channel = directory.channel(PLACE.channel)?.id ?? '';
    return timeline
      .all(channel)
      .filter(({ user }) => user === bot.id)
      .map(({ metadata }) => JSON.stringify(metadata));
  }

  describe.skipIf(!hasRealRedis)('Redis', () => {
    let first: RealRedis;
    let second: RealRedis;

    beforeAll(async () => {
      [first, second] = [await RealRedis.start(), await RealRedis.start()];
    });

    afterAll(async () => {
      await first.close();
      await second.close();
    });

    it(
      'holds forged jobs, is killed and comes back, hangs, is a replica, is full: same effects',
      async () => {
        const troubles = [
          redisTroubles.forgedJobs(1),
          redisTroubles.killedAndBack(first, 4),
          redisTroubles.hung(8),
          redisTroubles.readOnly(first, 12),
          redisTroubles.full(first, 15),
        ];

        expect(await play(troubles, { redisPort: first.port })).toEqual(asIfNothingHappened(troubles));
      },
      PLAY_MS,
    );

    it(
      'fails over to an old copy of itself, falls silent, and is away from then on: same effects',
      async () => {
        const troubles = [
          ...redisTroubles.oldCopyTakesOver(first, second, 2),
          redisTroubles.silentConnections(10),
          redisTroubles.away(15),
        ];

        expect(await play(troubles, { redisPort: first.port })).toEqual(asIfNothingHappened(troubles));
      },
      PLAY_MS,
    );
  });
});
