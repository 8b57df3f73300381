import { z } from 'zod';
import { SLOT_SCHEMA } from '../../core/rollout/slot.ts';
import type { Slot } from '../../core/rollout/slot.ts';
import { PortError } from '../../ports/port-error.ts';
import type { HeldSlot, SlotStore } from '../../ports/slot-store.ts';
import { ConfigMapStore } from './config-map-store.ts';
import type { StoredText, StoreOutcome } from './config-map-store.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import { BRAKE_ANNOTATION, slotLabels, slotName } from './slot-names.ts';

/** What is checked of a slot that someone may have edited by hand; the rest is as we wrote it. */
const slotSchema = z.looseObject({
  schema: z.int(),
  cluster: z.string(),
  nodeGroup: z.string(),
  epoch: z.int().min(0),
  rollout: z.looseObject({ id: z.string(), phase: z.string(), story: z.array(z.unknown()) }).optional(),
  halted: z.looseObject({ id: z.string(), phase: z.string() }).optional(),
});

/** Slots as ConfigMaps in drover's namespace, written by compare-and-set on their resourceVersion. */
export class KubernetesSlotStore implements SlotStore {
  readonly #maps: ConfigMapStore;

  constructor(connection: KubernetesConnection, namespace: string) {
    this.#maps = new ConfigMapStore(connection, namespace);
  }

  async read(nodeGroup: string): Promise<HeldSlot | undefined> {
    const objectName = slotName(nodeGroup);
    const stored = await this.#maps.read(objectName);
    if (!stored) return undefined;
    return {
      slot: parseSlot(objectName, stored),
      version: stored.version,
      brake: stored.annotations[BRAKE_ANNOTATION] === 'true',
      objectName,
    };
  }

  async save(slot: Slot, version: string | undefined): Promise<StoreOutcome> {
    const { nodeGroup } = slot;
    const wanted = { name: slotName(nodeGroup), text: JSON.stringify(slot), labels: slotLabels(nodeGroup) };
    return version === undefined ? this.#maps.create(wanted) : this.#maps.replace(wanted, version);
  }
}

function parseSlot(name: string, { text }: StoredText): Slot {
  const parsed = slotSchema.safeParse(parseJson(text));
  const operation = `kubernetes: get configmaps/${name}`;
  if (!parsed.success)
    throw new PortError('invalid', operation, `it holds no slot: ${z.prettifyError(parsed.error)}`);
  const { schema } = parsed.data;
  if (schema > SLOT_SCHEMA)
    throw new PortError(
      'invalid',
      operation,
      `a newer drover wrote it (schema ${schema}, we know ${SLOT_SCHEMA})`,
    );
  // What was checked is what tells a slot from anything else; the rest is what a drover of this schema wrote.
  return parsed.data as unknown as Slot;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
