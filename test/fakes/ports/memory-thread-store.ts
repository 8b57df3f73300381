import type { ThreadState, ThreadStore } from '../../../src/ports/thread-store.ts';
import { PortFaults } from './port-faults.ts';

export class MemoryThreadStore implements ThreadStore {
  readonly faults: PortFaults;
  readonly #states = new Map<string, string>();

  constructor(faults: PortFaults = new PortFaults()) {
    this.faults = faults;
  }

  async read(nodeGroup: string): Promise<ThreadState | undefined> {
    return this.faults.run('read thread', () => {
      const text = this.#states.get(nodeGroup);
      return text === undefined ? undefined : (JSON.parse(text) as ThreadState);
    });
  }

  async save(nodeGroup: string, state: ThreadState): Promise<void> {
    return this.faults.run('save thread', () => {
      this.#states.set(nodeGroup, JSON.stringify(state));
    });
  }
}
