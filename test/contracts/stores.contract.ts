import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptySlot } from '../../src/core/rollout/slot.ts';
import type { LeaseStore } from '../../src/ports/lease-store.ts';
import type { SlotStore } from '../../src/ports/slot-store.ts';
import type { ThreadStore } from '../../src/ports/thread-store.ts';

export interface StoresHarness {
  readonly slots: SlotStore;
  readonly threads: ThreadStore;
  readonly leases: LeaseStore;
  /** What a person does: `kubectl annotate configmap <slot> drover.dev/halt=true`. */
  pullBrake(nodeGroup: string): Promise<void>;
  /** Someone deletes the slot's object. */
  lose(nodeGroup: string): Promise<void>;
  close(): Promise<void>;
}

/** What every store of slots, threads and the lease must do. */
export function describeStoresContract(name: string, make: () => Promise<StoresHarness>): void {
  describe(`stores: ${name}`, () => {
    let harness: StoresHarness;

    beforeAll(async () => {
      harness = await make();
    });

    afterAll(async () => {
      await harness.close();
    });

    describe('a slot', () => {
      it('was never there', async () => {
        expect(await harness.slots.read('never')).toBeUndefined();
      });

      it('is made once: the second to make it is too late', async () => {
        const first = await harness.slots.save(emptySlot('prod', 'made'), undefined);
        const second = await harness.slots.save({ ...emptySlot('prod', 'made'), epoch: 9 }, undefined);

        expect(first.kind).toBe('saved');
        expect(second).toEqual({ kind: 'stale' });
        expect((await harness.slots.read('made'))?.slot.epoch).toBe(0);
      });

      it('is read as it was written', async () => {
        const slot = { ...emptySlot('prod', 'read'), epoch: 3 };
        const saved = await harness.slots.save(slot, undefined);

        expect(await harness.slots.read('read')).toEqual({
          slot,
          version: saved.kind === 'saved' ? saved.version : '',
          brake: false,
          objectName: 'drover-read',
        });
      });

      it('is replaced in the version that was read, and in no other', async () => {
        const slot = emptySlot('prod', 'cas');
        const made = await harness.slots.save(slot, undefined);
        const version = made.kind === 'saved' ? made.version : '';

        const winner = await harness.slots.save({ ...slot, epoch: 1 }, version);
        const loser = await harness.slots.save({ ...slot, epoch: 2 }, version);

        expect(winner.kind).toBe('saved');
        expect(loser).toEqual({ kind: 'stale' });
        expect((await harness.slots.read('cas'))?.slot.epoch).toBe(1);
        const next = await harness.slots.save(
          { ...slot, epoch: 3 },
          winner.kind === 'saved' ? winner.version : '',
        );
        expect(next.kind).toBe('saved');
      });

      it('lets one of many writers win', async () => {
        const slot = emptySlot('prod', 'race');
        const made = await harness.slots.save(slot, undefined);
        const version = made.kind === 'saved' ? made.version : '';

        const outcomes = await Promise.all(
          Array.from({ length: 8 }, async (_, epoch) =>
            harness.slots.save({ ...slot, epoch: epoch + 1 }, version),
          ),
        );

        expect(outcomes.filter(({ kind }) => kind === 'saved')).toHaveLength(1);
      });

      it('that is gone cannot be replaced', async () => {
        const slot = emptySlot('prod', 'lost');
        const made = await harness.slots.save(slot, undefined);
        await harness.lose('lost');

        expect(await harness.slots.save(slot, made.kind === 'saved' ? made.version : '')).toEqual({
          kind: 'stale',
        });
        expect(await harness.slots.read('lost')).toBeUndefined();
      });

      it('shows the brake, and keeps it through a write', async () => {
        const slot = emptySlot('prod', 'brake');
        await harness.slots.save(slot, undefined);
        await harness.pullBrake('brake');

        const held = await harness.slots.read('brake');
        expect(held?.brake).toBe(true);
        await harness.slots.save({ ...slot, epoch: 1 }, held?.version);
        expect(await harness.slots.read('brake')).toMatchObject({ brake: true, slot: { epoch: 1 } });
      });

      it('is stale for a writer who read it before the brake was pulled', async () => {
        const slot = emptySlot('prod', 'late');
        const made = await harness.slots.save(slot, undefined);
        await harness.pullBrake('late');

        expect(
          await harness.slots.save({ ...slot, epoch: 1 }, made.kind === 'saved' ? made.version : ''),
        ).toEqual({ kind: 'stale' });
      });

      it('of a newer drover is refused', async () => {
        await harness.slots.save({ ...emptySlot('prod', 'newer'), schema: 999 }, undefined);

        await expect(harness.slots.read('newer')).rejects.toMatchObject({ kind: 'invalid' });
      });
    });

    describe('a thread', () => {
      it('is kept from the first word on, the last write winning', async () => {
        const state = { rolloutId: 'R-AAAAA', channel: 'C1', toldUpTo: 3 };
        expect(await harness.threads.read('talk')).toBeUndefined();

        await harness.threads.save('talk', state);
        expect(await harness.threads.read('talk')).toEqual(state);

        const later = {
          ...state,
          rootTs: '1.2',
          toldUpTo: 5,
          telling: 6,
          rootDigest: 'ab',
          haltTs: '1.3',
          haltId: 'H1',
          former: { rolloutId: 'R-BBBBB', channel: 'C1', toldUpTo: 9 },
        };
        await harness.threads.save('talk', later);
        expect(await harness.threads.read('talk')).toEqual(later);

        await harness.threads.save('talk', state);
        expect(await harness.threads.read('talk')).toEqual(state);
      });

      it('is apart from the slot of the same group', async () => {
        await harness.slots.save(emptySlot('prod', 'both'), undefined);
        await harness.threads.save('both', { rolloutId: 'R-BBBBB', channel: 'C1', toldUpTo: 0 });

        expect((await harness.slots.read('both'))?.slot.nodeGroup).toBe('both');
        expect((await harness.threads.read('both'))?.rolloutId).toBe('R-BBBBB');
      });
    });

    describe('the lease', () => {
      it('is taken, renewed, and lost to who was faster', async () => {
        expect(await harness.leases.read()).toBeUndefined();
        const mine = { holder: 'engine-a', transitions: 1, durationMs: 1_500 };

        const made = await harness.leases.write(mine, undefined);
        expect(made.kind).toBe('written');
        expect(await harness.leases.write({ ...mine, holder: 'engine-b' }, undefined)).toEqual({
          kind: 'stale',
        });

        const held = await harness.leases.read();
        expect(held).toEqual({ ...mine, version: made.kind === 'written' ? made.version : '' });

        const renewed = await harness.leases.write(mine, held?.version);
        expect(renewed.kind).toBe('written');
        expect((await harness.leases.read())?.version).not.toBe(held?.version);
        expect(
          await harness.leases.write({ ...mine, holder: 'engine-b', transitions: 2 }, held?.version),
        ).toEqual({ kind: 'stale' });
      });

      it('changes hands', async () => {
        const before = await harness.leases.read();
        const next = { holder: 'engine-b', transitions: (before?.transitions ?? 0) + 1, durationMs: 15_000 };

        await harness.leases.write(next, before?.version);

        expect(await harness.leases.read()).toMatchObject(next);
      });

      it('can be let go: nobody holds it', async () => {
        const before = await harness.leases.read();
        await harness.leases.write(
          { holder: '', transitions: before?.transitions ?? 0, durationMs: 15_000 },
          before?.version,
        );

        expect((await harness.leases.read())?.holder).toBe('');
      });
    });
  });
}
