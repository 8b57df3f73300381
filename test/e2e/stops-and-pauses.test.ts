import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { awaitOutcome } from '../../src/sandbox/play/await-outcome.ts';
import { heard, shownPhase } from '../../src/sandbox/play/conversation.ts';
import { performScenes } from '../../src/sandbox/play/perform-scenes.ts';
import { DROVER_ARN, DROVER_USER } from '../../src/sandbox/run/credentials.ts';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import { small } from '../../src/sandbox/scenarios/small.ts';
import type { KubeObject } from '../../src/sandbox/kubernetes/object.ts';
import { startRedisForTests } from '../fakes/redis-for-tests.ts';
import type { RedisForTests } from '../fakes/redis-for-tests.ts';
import { until } from './trouble.ts';
import type { Trouble } from './trouble.ts';
import { TroubledPlace } from './troubled-place.ts';

/** Real ms for one rollout with its stops, on a busy machine. */
const PLAY_MS = 300_000;

interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean; readonly taints?: readonly { readonly key: string }[] };
}

interface Slot extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

const SLOT = 'drover-workers';

describe('a rollout that has to stop', () => {
  let redis: RedisForTests;
  let place: TroubledPlace;

  beforeAll(async () => {
    redis = await startRedisForTests();
  });

  afterEach(async () => place.close(), 60_000);

  afterAll(async () => redis.close());

  async function start(options: Partial<Parameters<typeof TroubledPlace.start>[0]> = {}): Promise<void> {
    place = await TroubledPlace.start({ redisPort: Number(new URL(redis.url).port), ...options });
  }

  it.each([
    ['waits for capacity', 'SetDesiredCapacity'],
    ['evicts', 'pods/eviction'],
    ['ends an instance', 'TerminateInstance'],
  ])(
    'leaves nothing behind when the brake is pulled while it %s and Slack is away',
    async (_when, verb) => {
      await start();
      const trouble = brakeWithoutSlack(verb);

      const { outcome, inWorkMax, struck } = await place.play([trouble]);

      expect({ outcome, inWorkMax, struck }).toEqual({
        outcome: 'halted',
        inWorkMax: verb === 'SetDesiredCapacity' ? 0 : 1,
        struck: [trouble.name],
      });
      expect(heard(place.world)).toContain('annotate configmap drover-workers drover.dev/halt');
      // Of an instance that was ended, the Node is there for a moment longer.
      await expect.poll(() => cordoned(), { timeout: 30_000 }).toEqual([]);

      takeBrakeOff();
      await press('abort');
      await until('it is aborted', () => shownPhase(place.world) === 'ABORTED');
      await expect.poll(() => leftBehind(), { timeout: 30_000 }).toEqual([]);
    },
    PLAY_MS,
  );

  it(
    'asks for what only a person can do, names it, and goes on: a right, new credentials',
    async () => {
      await start();
      let heal = forbidEvictions();
      const { outcome, inWorkMax } = await place.play([]);
      expect({ outcome, inWorkMax }).toEqual({ outcome: 'paused', inWorkMax: 1 });
      expect(heard(place.world)).toContain('pods/eviction');
      expect(cordoned()).toEqual([]);

      heal();
      await press('resume');
      await until('a pod is evicted', () => evictions() > 0);
      heal = expireCredentials();
      await until('it says that it cannot look', () => shownPhase(place.world) === 'HOLDING');
      expect(heard(place.world)).toContain('the credentials have expired');

      heal();
      await until('it asks', () => shownPhase(place.world) === 'PAUSED');
      await press('resume');
      await until('it goes on', () => shownPhase(place.world) !== 'PAUSED');
      expect(await awaitOutcome(place.world, small.minutesMax)).toBe('succeeded');
      await expect.poll(() => leftBehind(), { timeout: 30_000 }).toEqual([]);
    },
    PLAY_MS,
  );

  /** Rows 80 and 82: `kubectl annotate` while nobody can be told. Over when it has halted. */
  function brakeWithoutSlack(verb: string): Trouble {
    return {
      name: 'the brake is pulled',
      when: (_index, effect) => effect.verb.includes(verb),
      async strike({ world }) {
        const speak = world.faults.add({
          target: 'slack',
          match: { path: '^chat\\.' },
          answer: { drop: 'request' },
        });
        const before = evictions();
        world.cluster.edit('configmaps', PLACE.droverNamespace, SLOT, ({ metadata }) => {
          metadata.annotations = { ...metadata.annotations, 'drover.dev/halt': 'true' };
        });
        await until('it has halted', () => slot().includes('"phase":"halted"'));
        if (evictions() - before > IN_FLIGHT_MAX) throw new Error('pods were evicted after the brake');
        speak();
      },
    };
  }

  function takeBrakeOff(): void {
    place.world.cluster.edit('configmaps', PLACE.droverNamespace, SLOT, ({ metadata }) => {
      const { 'drover.dev/halt': _brake, ...others } = metadata.annotations ?? {};
      metadata.annotations = others;
    });
  }

  /** What drover has written down of the rollout. */
  function slot(): string {
    const object = place.world.cluster.get<Slot>('configmaps', PLACE.droverNamespace, SLOT);
    return Object.values(object?.data ?? {}).join();
  }

  function evictions(): number {
    return place.world.effects
      .all()
      .filter(({ verb, status }) => verb === 'create pods/eviction' && status < 300).length;
  }

  /** Marks of drover on nodes and group, and a size that is not the group's own. */
  function leftBehind(): readonly string[] {
    const { cluster, cloud } = place.world;
    const group = cloud.groups.get(PLACE.autoScalingGroup);
    const marks = cluster
      .list<Node>('nodes')
      .filter(({ metadata, spec }) => JSON.stringify([metadata.annotations, spec]).includes('drover.dev/'))
      .map(({ metadata }) => metadata.name);
    const tags = [...(group?.tags.keys() ?? [])].filter((key) => key !== 'drover.dev/managed');
    const size = group?.desired === 2 ? [] : [`desired capacity ${group?.desired}`];
    return [...cordoned(), ...marks, ...tags.filter((key) => key.startsWith('drover.dev/')), ...size];
  }

  function cordoned(): readonly string[] {
    return place.world.cluster
      .list<Node>('nodes')
      .filter(({ spec }) => spec?.unschedulable)
      .map(({ metadata }) => metadata.name);
  }

  /** Row 31. */
  function forbidEvictions(): () => void {
    const message = `pods is forbidden: User "${DROVER_USER}" cannot create resource "pods/eviction" in the namespace "shop"`;
    return place.world.faults.add({
      target: 'kubernetes',
      actor: DROVER_USER,
      match: { method: 'POST', path: '/eviction' },
      answer: {
        status: 403,
        body: {
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          reason: 'Forbidden',
          code: 403,
          message,
        },
      },
    });
  }

  /** Row 55. */
  function expireCredentials(): () => void {
    return place.world.faults.add({
      target: 'aws',
      actor: DROVER_ARN,
      match: {},
      answer: { status: 403, body: { error: 'ExpiredToken' } },
    });
  }

  async function press(button: string): Promise<void> {
    await performScenes(place.world, [{ kind: 'press', user: 'ann', button }], () => undefined);
  }
});

/** Evictions that may be under way when the brake is pulled. */
const IN_FLIGHT_MAX = 2;
