import { SLOT_SCHEMA } from '../../../src/core/rollout/slot.ts';
import type { Slot } from '../../../src/core/rollout/slot.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import type { HeldSlot, SlotStore } from '../../../src/ports/slot-store.ts';
import { PortFaults } from './port-faults.ts';

interface Row {
  text: string;
  version: number;
  brake: boolean;
}

/** Slots in memory, with the compare-and-set of the real ones. */
export class MemorySlotStore implements SlotStore {
  readonly faults: PortFaults;
  readonly #rows = new Map<string, Row>();
  #version = 0;

  constructor(faults: PortFaults = new PortFaults()) {
    this.faults = faults;
  }

  async read(nodeGroup: string): Promise<HeldSlot | undefined> {
    return this.faults.run('read slot', () => {
      const row = this.#rows.get(nodeGroup);
      if (!row) return undefined;
      const slot = JSON.parse(row.text) as Slot;
      if (slot.schema > SLOT_SCHEMA) throw new PortError('invalid', 'read slot', 'a newer drover wrote it');
      return { slot, version: String(row.version), brake: row.brake, objectName: `drover-${nodeGroup}` };
    });
  }

  async save(
    slot: Slot,
    version: string | undefined,
  ): Promise<{ readonly kind: 'saved'; readonly version: string } | { readonly kind: 'stale' }> {
    return this.faults.run('save slot', () => {
      const row = this.#rows.get(slot.nodeGroup);
      if ((row && String(row.version)) !== version) return { kind: 'stale' };
      const text = JSON.stringify(slot);
      // Writing what is there already makes no new version, as in Kubernetes.
      const next = row?.text === text ? row.version : ++this.#version;
      this.#rows.set(slot.nodeGroup, { text, version: next, brake: row?.brake ?? false });
      return { kind: 'saved', version: String(next) };
    });
  }

  async releaseBrake(nodeGroup: string): Promise<void> {
    return this.faults.run('release brake', () => {
      const row = this.#rows.get(nodeGroup);
      if (row?.brake) this.#rows.set(nodeGroup, { ...row, version: ++this.#version, brake: false });
    });
  }

  /** What a person does with kubectl. */
  pullBrake(nodeGroup: string): void {
    const row = this.#rows.get(nodeGroup);
    if (!row) throw new Error(`there is no slot of ${nodeGroup}`);
    this.#rows.set(nodeGroup, { ...row, version: ++this.#version, brake: true });
  }

  /** The slot as it stands, for assertions; undefined if there is none. */
  peek(nodeGroup: string): Slot | undefined {
    const row = this.#rows.get(nodeGroup);
    return row && (JSON.parse(row.text) as Slot);
  }

  /** Someone deletes the object. */
  lose(nodeGroup: string): void {
    this.#rows.delete(nodeGroup);
  }
}
