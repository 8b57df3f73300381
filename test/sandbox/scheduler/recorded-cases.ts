import { readdirSync, readFileSync } from 'node:fs';
import type { Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import {
  createSnapshot,
  type Snapshot,
  type SnapshotParts,
} from '../../../src/sandbox/scheduler/snapshot.ts';

const FOLDER = new URL('../../recordings/scheduler/', import.meta.url);

export interface RecordedCase {
  readonly id: string;
  readonly note?: string;
  readonly pending: Pod;
  readonly nodes: SnapshotParts['nodes'];
  readonly pods: readonly Pod[];
  readonly persistentVolumes: SnapshotParts['volumes'];
  readonly persistentVolumeClaims: SnapshotParts['claims'];
  readonly storageClasses: SnapshotParts['storageClasses'];
  readonly csiNodes?: SnapshotParts['csiNodes'];
  readonly csiDrivers?: SnapshotParts['csiDrivers'];
  readonly csiStorageCapacities?: SnapshotParts['capacities'];
  readonly volumeAttachments?: SnapshotParts['attachments'];
  readonly namespaces?: SnapshotParts['namespaces'];
  readonly verdict: {
    readonly schedulable: boolean;
    readonly feasible: readonly string[];
    readonly reason?: string;
    readonly message?: string | null;
  };
}

export function recordedThemes(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.replace('.jsonl', ''));
}

export function recordedCases(theme: string): RecordedCase[] {
  const lines = readFileSync(new URL(`${theme}.jsonl`, FOLDER), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedCase);
}

export function recordedSnapshot(recorded: RecordedCase): Snapshot {
  return createSnapshot({
    nodes: recorded.nodes,
    pods: recorded.pods.map(withTimeOfBirth),
    claims: recorded.persistentVolumeClaims,
    volumes: recorded.persistentVolumes,
    storageClasses: recorded.storageClasses,
    csiNodes: recorded.csiNodes ?? [],
    csiDrivers: recorded.csiDrivers ?? [],
    capacities: recorded.csiStorageCapacities ?? [],
    attachments: recorded.volumeAttachments ?? [],
    namespaces: recorded.namespaces ?? [],
    owners: [],
  });
}

/** Times are not recorded, but the number at the end of a name (base 36) says in which order the pods were made. */
function withTimeOfBirth(pod: Pod): Pod {
  const order = Number.parseInt(pod.metadata.name.split('-').at(-1) ?? '', 36) % 46_656;
  const creationTimestamp = new Date(1e12 + (Number.isNaN(order) ? 0 : order) * 1000).toISOString();
  return { ...pod, metadata: { ...pod.metadata, creationTimestamp } };
}
