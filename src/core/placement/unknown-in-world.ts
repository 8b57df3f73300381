import {
  CLAIM_FIELDS,
  CLASS_FIELDS,
  CSI_DRIVER_FIELDS,
  CSI_NODE_FIELDS,
  NODE_FIELDS,
  POD_FIELDS,
  STORAGE_CAPACITY_FIELDS,
  unknownFields,
  VOLUME_FIELDS,
} from './known-fields.ts';
import type { PlacementCase } from './placement-case.ts';

/** Every field of a case that is on no list, wherever it is. */
export function unknownInWorld(world: PlacementCase): string[] {
  const found = [
    unknownFields(world.pending, POD_FIELDS, 'pod'),
    unknownFields(world.pods, POD_FIELDS, 'pod'),
    unknownFields(world.nodes, NODE_FIELDS, 'node'),
    unknownFields(world.persistentVolumes, VOLUME_FIELDS, 'volume'),
    unknownFields(world.persistentVolumeClaims, CLAIM_FIELDS, 'claim'),
    unknownFields(world.storageClasses, CLASS_FIELDS, 'class'),
    unknownFields(world.csiNodes, CSI_NODE_FIELDS, 'csiNode'),
    unknownFields(world.csiDrivers, CSI_DRIVER_FIELDS, 'csiDriver'),
    unknownFields(world.csiStorageCapacities, STORAGE_CAPACITY_FIELDS, 'csiStorageCapacity'),
    nominated(world),
  ];
  return [...new Set(found.flat())].toSorted();
}

/** A pod that waits for its victims on a node has a claim to it that the filters know and the recordings do not. */
function nominated({ pods, pending }: PlacementCase): string[] {
  const waiting = [...pods, pending].some(({ spec, status }) => !spec.nodeName && status?.nominatedNodeName);
  return waiting ? ['pod.status.nominatedNodeName'] : [];
}
