import type { Labels } from '../fleet/label-selector.ts';
import type { Node, Taint } from '../fleet/node.ts';
import type { Pod, PodSpec } from '../fleet/pod.ts';
import type { AffinityTerm } from './affinity-term.ts';
import type { DomainCounter, DomainSet } from './domain-counter.ts';
import type { UsedPorts } from './host-ports.ts';
import type { Objection } from './objection.ts';
import type { PodProfile } from './pod-profile.ts';
import type { Requests } from './pod-requests.ts';
import type { Storage } from './storage-index.ts';

/**
 * A cluster as the scheduler sees it, kept up to date pod by pod: what every node still has room for, and how many
 * pods of every kind each topology domain holds. Mutable, because a simulation moves 150,000 pods through it.
 */
export interface Board {
  readonly kubernetesMinor: number;
  readonly slots: Map<string, NodeSlot>;
  /** Holes are nodes that left. */
  readonly slotsByIndex: (NodeSlot | undefined)[];
  /** By namespace and name. */
  readonly pods: Map<string, Map<string, BoundPod>>;
  readonly storage: Storage;
  /** Undefined when nobody read the namespaces' labels. */
  readonly namespaces: ReadonlyMap<string, Labels> | undefined;
  /** Namespaces that have pods but whose labels are not known. */
  readonly unlabelledNamespaces: Set<string>;
  readonly profiles: Map<string, PodProfile>;
  readonly profilesByOwner: Map<string, PodProfile>;
  /** By the very list of containers, which specs share that were read as one. */
  readonly profilesByContainers: WeakMap<PodSpec['containers'], ProfiledSpec>;
  readonly groups: Map<string, LabelGroup>;
  readonly groupsByLabels: WeakMap<Labels, LabelGroup>;
  readonly groupsByAnchor: Map<string, LabelGroup[]>;
  readonly watchers: Map<string, Watcher>;
  readonly watchersByAnchor: Map<string, Watcher[]>;
  readonly domainSets: Map<string, DomainSetOnBoard>;
  /** Where pods sit whose own required anti-affinity keeps others away, by term. */
  readonly repellers: Map<string, Repeller>;
  readonly repellersInOrder: Repeller[];
  readonly repellersByAnchor: Map<string, Repeller[]>;
  /** Features of bound pods that are not modelled and may reach beyond their node, with how many pods have them. */
  readonly doubts: Map<string, number>;
  /** Label keys that tell nodes apart one by one, so that signatures leave them out. */
  readonly uniqueKeys: ReadonlySet<string>;
  readonly signatures: Map<string, number>;
  readonly staticVerdicts: Map<string, StaticVerdicts>;
}

/** A spec as it was last seen, which may be another one than its profile was made from. */
export interface ProfiledSpec {
  readonly spec: PodSpec;
  readonly profile: PodProfile;
}

/** What a node's labels and taints decide, by node signature. A hole is not worked out yet. */
export type StaticVerdicts = (Objection | 'fits' | undefined)[];

export interface NodeSlot {
  readonly index: number;
  readonly node: Node;
  readonly name: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  /** Undefined when an amount could not be read. */
  readonly allocatable: Requests | undefined;
  /** Nodes with the same signature have the same taints and, but for the unique ones, the same labels. */
  readonly signature: number;
  readonly unproven: readonly string[];
  /** Features of the pods here that are not modelled, with how many pods have them. */
  readonly doubts: Map<string, number>;
  readonly used: Map<string, number>;
  readonly ports: UsedPorts;
  readonly pods: Set<BoundPod>;
  readonly inlineDisks: Map<string, number>;
  /** By CSI driver: volume, and how many pods use it. */
  readonly volumes: Map<string, Map<string, number>>;
}

/** Pods that selectors cannot tell apart. */
export interface LabelGroup {
  readonly namespace: string;
  readonly labels: Labels;
  readonly terminating: boolean;
  readonly podsBySlot: Map<number, number>;
  readonly watchers: Watcher[];
}

/** A counter together with the pods it counts. */
export interface Watcher {
  readonly counter: DomainCounter;
  readonly counts: (group: LabelGroup) => boolean;
}

export interface Repeller {
  readonly term: AffinityTerm;
  readonly counter: DomainCounter;
}

export interface DomainSetOnBoard {
  readonly set: DomainSet;
  readonly includes: (slot: NodeSlot) => boolean;
}

export interface BoundPod {
  readonly pod: Pod;
  readonly slot: NodeSlot;
  /** Of what it holds; its spec may be that of the same DaemonSet's pod of another node. */
  readonly profile: PodProfile;
  readonly group: LabelGroup;
}

/** The pod of this name, if it is on a node. */
export function boundPod(board: Board, { metadata }: Pod): BoundPod | undefined {
  return board.pods.get(metadata.namespace ?? '')?.get(metadata.name);
}
