import { samePlain } from '../../../src/core/same-plain.ts';
import { SLOT_SCHEMA } from '../../../src/core/rollout/slot.ts';
import type { Slot } from '../../../src/core/rollout/slot.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import type { HeldSlot, SlotStore } from '../../../src/ports/slot-store.ts';
import { keepPlain } from './plain-data.ts';
import { PortFaults } from './port-faults.ts';
import type { Wire } from './wire.ts';

interface Row {
  /** Never changed, so that all readers can share it. */
  readonly slot: Slot;
  readonly version: number;
  readonly brake: boolean;
}

interface Rows {
  readonly byGroup: Map<string, Row>;
  version: number;
  /** Hears of every slot that is another one than before; undefined after it was deleted. */
  readonly listeners: ((nodeGroup: string, before: Row | undefined, after: Row | undefined) => void)[];
}

/** Slots in memory, with the compare-and-set of the real ones. All engines of a test share the rows. */
export class MemorySlotStore implements SlotStore {
  readonly #wire: Wire;
  readonly #rows: Rows;

  constructor(wire: Wire = new PortFaults(), rows: Rows = { byGroup: new Map(), version: 0, listeners: [] }) {
    this.#wire = wire;
    this.#rows = rows;
  }

  /** The same slots as another engine sees them. */
  as(wire: Wire): MemorySlotStore {
    return new MemorySlotStore(wire, this.#rows);
  }

  read(nodeGroup: string): Promise<HeldSlot | undefined> {
    return this.#wire.run('read slot', () => {
      const row = this.#rows.byGroup.get(nodeGroup);
      if (!row) return undefined;
      const { slot, version, brake } = row;
      if (slot.schema > SLOT_SCHEMA) throw new PortError('invalid', 'read slot', 'a newer drover wrote it');
      return { slot, version: String(version), brake, objectName: `drover-${nodeGroup}` };
    });
  }

  async save(
    slot: Slot,
    version: string | undefined,
  ): Promise<{ readonly kind: 'saved'; readonly version: string } | { readonly kind: 'stale' }> {
    const written = keepPlain(slot);
    return this.#wire.run(
      'save slot',
      () => {
        const row = this.#rows.byGroup.get(slot.nodeGroup);
        if ((row && String(row.version)) !== version) return { kind: 'stale' };
        // Writing what is there already makes no new version, as in Kubernetes.
        if (row && samePlain(row.slot, written)) return { kind: 'saved', version: String(row.version) };
        this.#put(slot.nodeGroup, { slot: written, brake: row?.brake ?? false });
        return { kind: 'saved', version: String(this.#rows.version) };
      },
      { kind: 'save-slot', slot },
    );
  }

  /** What a person does with kubectl. */
  pullBrake(nodeGroup: string): void {
    const row = this.#rows.byGroup.get(nodeGroup);
    if (!row) throw new Error(`there is no slot of ${nodeGroup}`);
    this.#put(nodeGroup, { ...row, brake: true });
  }

  /** A person takes the brake off again. */
  liftBrake(nodeGroup: string): void {
    const row = this.#rows.byGroup.get(nodeGroup);
    if (row?.brake) this.#put(nodeGroup, { ...row, brake: false });
  }

  /** Somebody changes something else of the object: it is another version of the same slot. */
  touch(nodeGroup: string): void {
    const row = this.#rows.byGroup.get(nodeGroup);
    if (row) this.#put(nodeGroup, row);
  }

  /** The slot as it stands, for assertions; undefined if there is none. */
  peek(nodeGroup: string): Slot | undefined {
    return this.#rows.byGroup.get(nodeGroup)?.slot;
  }

  isBraked(nodeGroup: string): boolean {
    return this.#rows.byGroup.get(nodeGroup)?.brake ?? false;
  }

  /** Someone deletes the object. */
  lose(nodeGroup: string): void {
    const before = this.#rows.byGroup.get(nodeGroup);
    this.#rows.byGroup.delete(nodeGroup);
    for (const listener of this.#rows.listeners) listener(nodeGroup, before, undefined);
  }

  onChange(listener: Rows['listeners'][number]): void {
    this.#rows.listeners.push(listener);
  }

  #put(nodeGroup: string, row: Omit<Row, 'version'>): void {
    const before = this.#rows.byGroup.get(nodeGroup);
    const after = { ...row, version: ++this.#rows.version };
    this.#rows.byGroup.set(nodeGroup, after);
    for (const listener of this.#rows.listeners) listener(nodeGroup, before, after);
  }
}
