import { finish, type InSteps } from '../in-steps.ts';
import type { Namespace } from '../fleet/fleet-snapshot.ts';
import type { Node } from '../fleet/node.ts';
import { isFinished, type Pod } from '../fleet/pod.ts';
import type { Board } from './board.ts';
import { addNode } from './board-nodes.ts';
import { bindPod } from './board-pods.ts';
import { indexStorage, type StorageObjects } from './storage-index.ts';

/** A cluster as placement needs it, in the API's own shapes. */
export interface PlacementWorld extends StorageObjects {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  /** Absent: nobody read them, so what depends on their labels is unproven. */
  readonly namespaces?: readonly Namespace[] | undefined;
  /** The minor version of the scheduler, 32 unless told: its rules are the ones recorded. */
  readonly kubernetesMinor?: number | undefined;
}

const RECORDED_MINOR = 32;

/** Nodes or pods that are put on the board in one step. */
const OBJECTS_A_STEP = 500;

export function openBoard(world: PlacementWorld): Board {
  return finish(boardInSteps(world));
}

export function* boardInSteps(world: PlacementWorld): InSteps<Board> {
  const board = emptyBoard(world);
  yield;
  for (const [index, node] of world.nodes.entries()) {
    addNode(board, node);
    if (index % OBJECTS_A_STEP === 0) yield;
  }
  for (const [index, pod] of world.pods.entries()) {
    if (pod.spec.nodeName && !isFinished(pod)) bindPod(board, pod, pod.spec.nodeName);
    if (index % OBJECTS_A_STEP === 0) yield;
  }
  return board;
}

function emptyBoard(world: PlacementWorld): Board {
  const labelsByNamespace = world.namespaces?.map(
    ({ metadata }) => [metadata.name, metadata.labels ?? {}] as const,
  );
  return {
    kubernetesMinor: world.kubernetesMinor ?? RECORDED_MINOR,
    slots: new Map(),
    slotsByIndex: [],
    pods: new Map(),
    storage: indexStorage(world),
    namespaces: labelsByNamespace && new Map(labelsByNamespace),
    unlabelledNamespaces: new Set(),
    profiles: new Map(),
    profilesByOwner: new Map(),
    profilesByContainers: new WeakMap(),
    groups: new Map(),
    groupsByLabels: new WeakMap(),
    groupsByAnchor: new Map(),
    watchers: new Map(),
    watchersByAnchor: new Map(),
    domainSets: new Map(),
    repellers: new Map(),
    repellersInOrder: [],
    repellersByAnchor: new Map(),
    doubts: new Map(),
    uniqueKeys: uniqueLabelKeys(world.nodes),
    signatures: new Map(),
    staticVerdicts: new Map(),
  };
}

/** Keys with more than one value for every four nodes: hostnames, instance ids. */
function uniqueLabelKeys(nodes: readonly Node[]): ReadonlySet<string> {
  const values = new Map<string, Set<string>>();
  for (const { metadata } of nodes) {
    for (const [key, value] of Object.entries(metadata.labels ?? {})) {
      const seen = values.get(key) ?? new Set();
      values.set(key, seen.add(value));
    }
  }
  return new Set([...values].filter(([, seen]) => seen.size > nodes.length / 4).map(([key]) => key));
}
