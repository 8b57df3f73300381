import type { KubeObject } from '../object.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import type { Resource } from '../registry/resource.ts';
import type { ObjectStore } from '../store.ts';
import type { User } from '../users.ts';
import type { WorldClock } from '../../clock.ts';
import type { PlantedFaults } from '../planted-faults.ts';

type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** A write as validating admission sees it. */
export interface AdmissionRequest {
  readonly operation: Operation;
  readonly resource: Resource;
  readonly subresource: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly user: User;
  readonly isDryRun: boolean;
  /** null for a deletion. */
  readonly object: KubeObject | null;
  /** null for a creation. */
  readonly oldObject: KubeObject | null;
}

/** Where the objects live and by which rules. */
export interface ObjectSpace {
  readonly store: ObjectStore;
  readonly clock: WorldClock;
  readonly catalogue: Catalogue;
  readonly faults: PlantedFaults;
}

/** One write: on whose behalf, and how strictly it is looked at. */
export interface WriteContext {
  readonly space: ObjectSpace;
  readonly user: User;
  readonly isDryRun: boolean;
  /** False for in-process controllers: what they write is trusted to be valid. */
  readonly isChecked: boolean;
  /** Throws what admission policies and quotas refuse. */
  readonly admit: (request: AdmissionRequest) => void;
}

/** Which object is written. */
export interface Target {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
}

export function currentOf(
  { store }: ObjectSpace,
  { resource, namespace, name }: Target,
): KubeObject | undefined {
  return store.get(resource.storage, namespace, name);
}
