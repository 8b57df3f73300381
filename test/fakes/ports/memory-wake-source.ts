import type { WakeSource } from '../../../src/ports/wake-source.ts';
import type { MemoryObjects } from './memory-objects.ts';

const WATCHED = ['nodes', 'pods', 'poddisruptionbudgets', 'volumeattachments'];

/** Tells the changes of a MemoryCluster, at the next turn of the event loop. */
export class MemoryWakeSource implements WakeSource {
  readonly #objects: MemoryObjects;

  constructor(objects: MemoryObjects) {
    this.#objects = objects;
  }

  start(onChange: (kind: string, namespace: string | undefined, name: string) => void): { stop(): void } {
    let stopped = false;
    const tell = (kind: string, namespace: string | undefined, name: string): void =>
      queueMicrotask(() => {
        if (!stopped) onChange(kind, namespace, name);
      });
    for (const kind of WATCHED) tell(kind, undefined, '');
    const unsubscribe = this.#objects.subscribe(({ kind, namespace, name }) => {
      if (WATCHED.includes(kind)) tell(kind, namespace, name);
    });
    return {
      stop: () => {
        stopped = true;
        unsubscribe();
      },
    };
  }
}
