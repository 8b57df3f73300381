import type { HeldLease, LeaseStore } from '../../../src/ports/lease-store.ts';
import { PortFaults } from './port-faults.ts';

/** One lease, shared by all engines of a test: hand the same store to each, with faults of its own through `as`. */
export class MemoryLeaseStore implements LeaseStore {
  readonly faults: PortFaults;
  readonly #shared: { lease: HeldLease | undefined; version: number };

  constructor(
    faults: PortFaults = new PortFaults(),
    shared: { lease: HeldLease | undefined; version: number } = { lease: undefined, version: 0 },
  ) {
    this.faults = faults;
    this.#shared = shared;
  }

  /** The same lease as another engine sees it. */
  as(faults: PortFaults): MemoryLeaseStore {
    return new MemoryLeaseStore(faults, this.#shared);
  }

  async read(): Promise<HeldLease | undefined> {
    return this.faults.run('read lease', () => this.#shared.lease);
  }

  async write(
    lease: { readonly holder: string; readonly transitions: number; readonly durationMs: number },
    version: string | undefined,
  ): Promise<{ readonly kind: 'written'; readonly version: string } | { readonly kind: 'stale' }> {
    return this.faults.run('write lease', () => {
      if (this.#shared.lease?.version !== version) return { kind: 'stale' };
      this.#shared.version += 1;
      this.#shared.lease = { ...lease, version: String(this.#shared.version) };
      return { kind: 'written', version: this.#shared.lease.version };
    });
  }
}
