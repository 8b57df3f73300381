import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/sandbox/kubernetes/object.ts';
import { awaitOutcome } from '../../src/sandbox/play/await-outcome.ts';
import { heard, shownPhase } from '../../src/sandbox/play/conversation.ts';
import { performScenes } from '../../src/sandbox/play/perform-scenes.ts';
import { small } from '../../src/sandbox/scenarios/small.ts';
import { startRedisForTests } from '../fakes/redis-for-tests.ts';
import type { RedisForTests } from '../fakes/redis-for-tests.ts';
import { until } from './trouble.ts';
import type { Trouble } from './trouble.ts';
import { TroubledPlace } from './troubled-place.ts';

/** Real ms for one rollout that is held up, on a busy machine. */
const PLAY_MS = 300_000;

const FINALIZER = 'shop.example/backup';
const ATTACHMENTS = 'volumeattachments.storage.k8s.io';
const ATTACHMENT = 'csi-orders';
const VOLUME = 'pvc-orders';

interface Pod extends KubeObject {
  status?: { phase: string };
}

interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean; readonly providerID?: string };
}

describe('a rollout that one object holds up', () => {
  let redis: RedisForTests;
  let place: TroubledPlace;
  let letKubeletsGo: () => void;

  beforeAll(async () => {
    redis = await startRedisForTests();
  });

  afterEach(async () => place.close(), 60_000);

  afterAll(async () => redis.close());

  async function start(policy: Readonly<Record<string, string>>): Promise<void> {
    place = await TroubledPlace.start({
      redisPort: Number(new URL(redis.url).port),
      scenario: { ...small, policy: { ...small.policy, holdTimeout: '2h', ...policy } },
    });
  }

  it(
    'waits for a pod that does not end, gives its node back and names the finalizer; goes on when it is gone',
    async () => {
      await start({ drainTimeout: '8m' });

      const { outcome, inWorkMax } = await place.play([holdPods()]);

      expect({ outcome, inWorkMax }).toEqual({ outcome: 'paused', inWorkMax: 1 });
      expect(heard(place.world)).toContain(FINALIZER);
      expect(cordoned()).toEqual([]);
      expect(ended()).toEqual([]);

      letPodsGo();
      await goOn();
      expect(await ending()).toBe('succeeded');
    },
    PLAY_MS,
  );

  it(
    'waits for a volume that is not detached, ends no instance under it, and names it; goes on when it is off',
    async () => {
      await start({ detachTimeout: '8m' });

      const { outcome, inWorkMax } = await place.play([holdVolume()]);

      expect({ outcome, inWorkMax }).toEqual({ outcome: 'paused', inWorkMax: 1 });
      expect(heard(place.world)).toContain(VOLUME);
      expect(cordoned()).toEqual([]);
      expect(ended()).toEqual([]);

      place.world.cluster.edit(ATTACHMENTS, undefined, ATTACHMENT, letGo);
      await goOn();
      expect(await ending()).toBe('succeeded');
    },
    PLAY_MS,
  );

  it(
    'takes no other node when the Node object of the one in work is deleted, and comes to an end that it explains',
    async () => {
      await start({});

      const trouble = dropNode();
      const { outcome, inWorkMax, struck } = await place.play([trouble]);

      expect({ inWorkMax, struck }).toEqual({ inWorkMax: 1, struck: [trouble.name] });
      const after = outcome === 'paused' ? goOn().then(ending) : outcome;
      expect(await after).toBe('succeeded');
      await oldNodesAreGone();
    },
    PLAY_MS,
  );

  it(
    'leaves a new node alone that has the name of the old one',
    async () => {
      await start({});
      const before = nodeUids();
      const trouble = giveAddressesAgain();

      const { outcome, inWorkMax, struck } = await place.play([trouble]);

      expect({ outcome, inWorkMax, struck }).toEqual({
        outcome: 'succeeded',
        inWorkMax: 1,
        struck: [trouble.name],
      });
      const again = [...nodeUids()].filter(([name, uid]) => before.has(name) && before.get(name) !== uid);
      expect(again).toHaveLength(1);
      expect(cordoned().filter((name) => before.get(name) !== nodeUids().get(name))).toEqual([]);
      await oldNodesAreGone();
    },
    PLAY_MS,
  );

  /** Row 34: no address is left but those of instances that end, and a node is called by its address. */
  function giveAddressesAgain(): Trouble {
    return {
      name: 'addresses are given again',
      when: isCordon,
      strike: ({ world: { cloud } }) => {
        for (const subnet of cloud.subnets.all()) while (cloud.subnets.take(subnet) !== undefined);
      },
    };
  }

  function nodeUids(): ReadonlyMap<string, string> {
    return new Map(place.world.cluster.list('nodes').map(({ metadata }) => [metadata.name, metadata.uid]));
  }

  /** Row 39: from the first cordon on pods have a finalizer, and no kubelet gets done with one that is to end. */
  function holdPods(): Trouble {
    return {
      name: 'pods do not end',
      when: isCordon,
      strike: ({ world: { cluster } }) => {
        editPods(({ metadata }) => void (metadata.finalizers = [FINALIZER]));
        letKubeletsGo = cluster.watch<Pod>('pods', ({ object: { metadata, status } }) => {
          if (metadata.finalizers?.includes(FINALIZER) && status?.phase !== 'Running')
            queueMicrotask(() => cluster.edit<Pod>('pods', 'shop', metadata.name, stillRuns));
        });
      },
    };
  }

  function letPodsGo(): void {
    letKubeletsGo();
    editPods(letGo);
    editPods(
      ({ metadata, status }: Pod) =>
        void (metadata.deletionTimestamp && status && (status.phase = 'Succeeded')),
    );
  }

  function editPods(change: (pod: KubeObject) => void): void {
    const { cluster } = place.world;
    for (const { metadata } of cluster.list('pods', 'shop'))
      cluster.edit('pods', 'shop', metadata.name, change);
  }

  /** Row 47: a volume that nobody takes off the node in work. */
  function holdVolume(): Trouble {
    return {
      name: 'a volume stays attached',
      when: isCordon,
      strike: ({ world }) => {
        const [nodeName] = cordoned();
        const made = world.cluster.create(ATTACHMENTS, {
          apiVersion: 'storage.k8s.io/v1',
          kind: 'VolumeAttachment',
          metadata: { name: ATTACHMENT, finalizers: [FINALIZER] },
          spec: { attacher: 'ebs.csi.aws.com', nodeName, source: { persistentVolumeName: VOLUME } },
        } as never);
        if (!made) throw new Error('the attachment was refused');
      },
    };
  }

  /** Row 33: somebody deletes the Node object as soon as its first pod is evicted. */
  function dropNode(): Trouble {
    return {
      name: 'the Node object is deleted',
      when: (_index, { verb }) => verb === 'create pods/eviction',
      strike: ({ world }) => {
        const [name] = cordoned();
        if (name === undefined || !world.cluster.delete('nodes', undefined, name))
          throw new Error('there is no node in work');
      },
    };
  }

  function isCordon(_index: number, { verb }: { readonly verb: string }): boolean {
    return verb === 'patch nodes' && cordoned().length > 0;
  }

  function cordoned(): readonly string[] {
    return place.world.cluster
      .list<Node>('nodes')
      .filter(({ spec }) => spec?.unschedulable)
      .map(({ metadata }) => metadata.name);
  }

  /** An instance is out of the group a moment before the cluster takes its Node away, which is still cordoned. */
  async function oldNodesAreGone(): Promise<void> {
    await until('no node is cordoned', () => cordoned().length === 0);
  }

  function ended(): readonly string[] {
    return place.world.effects
      .all()
      .filter(({ verb }) => verb.includes('TerminateInstance'))
      .map(({ object }) => object);
  }

  async function ending(): Promise<string> {
    return awaitOutcome(place.world, small.minutesMax);
  }

  async function goOn(): Promise<void> {
    await performScenes(place.world, [{ kind: 'press', user: 'ann', button: 'resume' }], () => undefined);
    await until('it goes on', () => shownPhase(place.world) !== 'PAUSED');
  }
});

function stillRuns({ status }: Pod): void {
  if (status) status.phase = 'Running';
}

function letGo({ metadata }: KubeObject): void {
  metadata.finalizers = [];
}
