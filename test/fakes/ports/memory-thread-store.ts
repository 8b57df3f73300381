import type { ThreadState, ThreadStore } from '../../../src/ports/thread-store.ts';
import { copyPlain, freezePlain } from './plain-data.ts';
import { PortFaults } from './port-faults.ts';
import type { Wire } from './wire.ts';

/** Threads in memory; all engines of a test share them. */
export class MemoryThreadStore implements ThreadStore {
  readonly #wire: Wire;
  readonly #states: Map<string, ThreadState>;

  constructor(wire: Wire = new PortFaults(), states = new Map<string, ThreadState>()) {
    this.#wire = wire;
    this.#states = states;
  }

  /** The same threads as another engine sees them. */
  as(wire: Wire): MemoryThreadStore {
    return new MemoryThreadStore(wire, this.#states);
  }

  read(nodeGroup: string): Promise<ThreadState | undefined> {
    return this.#wire.run('read thread', () => this.#states.get(nodeGroup));
  }

  async save(nodeGroup: string, state: ThreadState): Promise<void> {
    const kept = freezePlain(copyPlain(state));
    return this.#wire.run('save thread', () => {
      this.#states.set(nodeGroup, kept);
    });
  }
}
