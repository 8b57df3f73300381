import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RawInbox } from '../../src/core/request/inbox-item.ts';
import type { Inbox } from '../../src/ports/inbox.ts';
import type { JobQueue } from '../../src/ports/job-queue.ts';

export interface QueuesHarness {
  readonly queue: JobQueue;
  readonly inbox: Inbox;
  /** All wake-ups that wait, as `tick prod/workers` and `tell prod/workers`; taken, they wait no more. */
  takeWakeUps(): Promise<readonly string[]>;
  takeInbox(): Promise<readonly RawInbox[]>;
  /** From now on the store cannot be reached. */
  lose(): Promise<void>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** What every queue must do, the one in memory and the real one alike. */
export function describeQueuesContract(name: string, make: () => Promise<QueuesHarness>): void {
  describe(`queues: ${name}`, () => {
    let harness: QueuesHarness;

    beforeAll(async () => {
      harness = await make();
    });

    beforeEach(async () => {
      await harness.empty();
    });

    afterAll(async () => {
      await harness.close();
    });

    it('makes one wake-up of two that were asked for', async () => {
      await harness.queue.wakeRollout('prod', 'workers');
      await harness.queue.wakeRollout('prod', 'workers');

      expect(await harness.takeWakeUps()).toEqual(['tick prod/workers']);
    });

    it('keeps groups, clusters and kinds apart', async () => {
      await harness.queue.wakeRollout('prod', 'workers');
      await harness.queue.wakeRollout('prod', 'batch');
      await harness.queue.wakeRollout('test', 'workers');
      await harness.queue.wakeAnnouncer('prod', 'workers');

      expect((await harness.takeWakeUps()).toSorted()).toEqual([
        'tell prod/workers',
        'tick prod/batch',
        'tick prod/workers',
        'tick test/workers',
      ]);
    });

    it('can be asked again once a wake-up was taken', async () => {
      for (let round = 0; round < 3; round++) {
        await harness.queue.wakeRollout('prod', 'workers');
        expect(await harness.takeWakeUps()).toEqual(['tick prod/workers']);
      }
    });

    it('hands on raw requests as they were put, in order', async () => {
      const http = {
        transport: 'http',
        body: 'a=1&b=%20',
        timestamp: '1',
        signature: 'v0=x',
        receivedAt: 5,
      } as const;
      const socket = { transport: 'socket', payload: '{"type":"slash_commands"}', receivedAt: 6 } as const;
      await harness.inbox.put(http);
      await harness.inbox.put(socket);

      expect(await harness.takeInbox()).toEqual([http, socket]);
      expect(await harness.takeInbox()).toEqual([]);
    });

    it('takes the same request twice: whether it is a repetition is for the engine to say', async () => {
      const socket = { transport: 'socket', payload: '{}', receivedAt: 6 } as const;
      await harness.inbox.put(socket);
      await harness.inbox.put(socket);

      expect(await harness.takeInbox()).toHaveLength(2);
    });

    it('says within two seconds and a little that it cannot be reached', async () => {
      await harness.lose();
      const began = performance.now();

      await expect(
        harness.inbox.put({ transport: 'socket', payload: '{}', receivedAt: 1 }),
      ).rejects.toMatchObject({
        kind: 'unavailable',
      });
      await expect(harness.queue.wakeRollout('prod', 'workers')).rejects.toMatchObject({
        kind: 'unavailable',
      });

      expect(performance.now() - began).toBeLessThan(2 * 2_500);
    });
  });
}
