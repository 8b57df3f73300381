import type { HeldLease, LeaseStore } from '../../../src/ports/lease-store.ts';
import { PortFaults } from './port-faults.ts';
import type { Wire } from './wire.ts';

/** One lease, shared by all engines of a test: hand the same store to each, over a wire of its own through `as`. */
export class MemoryLeaseStore implements LeaseStore {
  readonly #wire: Wire;
  readonly #shared: { lease: HeldLease | undefined; version: number };

  constructor(
    wire: Wire = new PortFaults(),
    shared: { lease: HeldLease | undefined; version: number } = { lease: undefined, version: 0 },
  ) {
    this.#wire = wire;
    this.#shared = shared;
  }

  /** The same lease as another engine sees it. */
  as(wire: Wire): MemoryLeaseStore {
    return new MemoryLeaseStore(wire, this.#shared);
  }

  /** The lease as it stands, for assertions. */
  peek(): HeldLease | undefined {
    return this.#shared.lease;
  }

  read(): Promise<HeldLease | undefined> {
    return this.#wire.run('read lease', () => this.#shared.lease);
  }

  async write(
    lease: { readonly holder: string; readonly transitions: number; readonly durationMs: number },
    version: string | undefined,
  ): Promise<{ readonly kind: 'written'; readonly version: string } | { readonly kind: 'stale' }> {
    return this.#wire.run('write lease', () => {
      if (this.#shared.lease?.version !== version) return { kind: 'stale' };
      this.#shared.version += 1;
      this.#shared.lease = { ...lease, version: String(this.#shared.version) };
      return { kind: 'written', version: this.#shared.lease.version };
    });
  }
}
