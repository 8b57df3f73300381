import { afterEach, describe, expect, it } from 'vitest';
import type { WakeSource } from '../../src/ports/wake-source.ts';

export interface WakeSourceHarness {
  readonly source: WakeSource;
  readonly makeNode: (name: string) => Promise<void>;
  readonly makePod: (name: string) => Promise<void>;
  /** Runs until something holds. */
  readonly until: (done: () => boolean) => Promise<void>;
  close(): Promise<void>;
}

/** What every source of wake-ups must do. */
export function describeWakeSourceContract(name: string, make: () => Promise<WakeSourceHarness>): void {
  describe(`wake-ups: ${name}`, () => {
    let harness: WakeSourceHarness | undefined;

    afterEach(async () => {
      await harness?.close();
    });

    it('says at the start that anything may have changed, then what changes, and nothing once it is stopped', async () => {
      harness = await make();
      const { source, makeNode, makePod, until } = harness;
      const seen: string[] = [];
      const watching = source.start((kind, namespace, object) =>
        seen.push(`${kind} ${namespace ?? '-'} ${object}`),
      );

      await until(() =>
        ['nodes - ', 'pods - ', 'poddisruptionbudgets - ', 'volumeattachments - '].every((one) =>
          seen.includes(one),
        ),
      );
      await makeNode('n1');
      await makePod('p1');
      await until(() => seen.includes('nodes - n1') && seen.includes('pods shop p1'));
      watching.stop();
      const before = seen.length;
      await makeNode('n2');
      await makePod('p2');

      await expect(until(() => seen.length > before)).rejects.toThrow('it did not happen');
    });
  });
}
