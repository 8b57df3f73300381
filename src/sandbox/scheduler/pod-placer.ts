import type { EventRecorder } from '../controllers/event-recorder.ts';
import { withCondition } from '../controllers/kinds/condition.ts';
import {
  BOUND_BY_CONTROLLER,
  isFullyBound,
  SELECTED_NODE,
  type PersistentVolumeClaim,
} from '../controllers/kinds/persistent-volume-claim.ts';
import type { PersistentVolume } from '../controllers/kinds/persistent-volume.ts';
import { isTerminating, type Pod } from '../controllers/kinds/pod.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { Random } from '../random.ts';
import { chooseNode } from './choose-node.ts';
import { snapshotOf } from './cluster-snapshot.ts';
import { planBinding } from './filters/volume-binding.ts';
import { findFeasible } from './find-feasible.ts';
import { fitMessage } from './fit-message.ts';
import { nodeState, type NodeState } from './node-state.ts';
import { claimNames, claimsOf } from './pod-claims.ts';
import type { Snapshot } from './snapshot.ts';

/** How long a pod may wait for its claims to be bound before it is placed anew; the real one's default. */
const BIND_TIMEOUT_MS = 600_000;

interface WaitingPod {
  readonly pod: Pod;
  readonly nodeName: string;
  readonly since: number;
}

/** Places pods one after another, each seeing where the ones before it went. */
export class PodPlacer {
  #cluster: Cluster;
  #random: Random;
  #record: EventRecorder;
  /** Pods whose node is chosen and whose claims are not bound yet, by uid. */
  #waiting = new Map<string, WaitingPod>();

  constructor(parts: { cluster: Cluster; random: Random; record: EventRecorder }) {
    this.#cluster = parts.cluster;
    this.#random = parts.random;
    this.#record = parts.record;
  }

  /** For each pod: has it a node now (or at least a chosen one)? */
  placeAll(pods: readonly Pod[]): boolean[] {
    if (pods.length === 0) return [];
    let snapshot = this.#snapshot();
    return pods.map((pod) => {
      const node = this.#place(pod, snapshot);
      if (!node) return false;
      // Volumes may have been reserved: then only a fresh look is right.
      snapshot = claimNames(pod).length > 0 ? this.#snapshot() : withPodOn(snapshot, node, pod);
      return true;
    });
  }

  isWaiting({ metadata }: Pod): boolean {
    return this.#waiting.has(metadata.uid);
  }

  get hasWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Binds the waiting pods whose claims are bound by now; answers those that have to be placed anew. */
  settleWaiting(): Pod[] {
    const givenUp: Pod[] = [];
    for (const [uid, waiting] of this.#waiting) {
      const { namespace, name } = waiting.pod.metadata;
      const pod = this.#cluster.get<Pod>('pods', namespace, name);
      if (!pod || pod.metadata.uid !== uid || isTerminating(pod) || pod.spec.nodeName) {
        this.#waiting.delete(uid);
      } else if (this.#hasVolumes(pod)) {
        this.#waiting.delete(uid);
        this.#bind(pod, waiting.nodeName);
      } else if (this.#isHopeless(waiting)) {
        this.#waiting.delete(uid);
        givenUp.push(pod);
      }
    }
    return givenUp;
  }

  #snapshot(): Snapshot {
    const assumed = new Map([...this.#waiting].map(([uid, { nodeName }]) => [uid, nodeName]));
    return snapshotOf(this.#cluster, assumed);
  }

  #place(pod: Pod, snapshot: Snapshot): NodeState | undefined {
    if (snapshot.nodes.length === 0) {
      this.#refuse(pod, 'no nodes available to schedule pods');
      return undefined;
    }
    const verdict = findFeasible(pod, snapshot);
    const node = chooseNode(pod, verdict.feasible, snapshot, this.#random);
    if (!node) this.#refuse(pod, fitMessage(pod, snapshot.nodes.length, verdict));
    else if (this.#reserveVolumes(pod, node, snapshot)) this.#bind(pod, node.name);
    else this.#waiting.set(pod.metadata.uid, { pod, nodeName: node.name, since: this.#cluster.clock.now() });
    return node;
  }

  /** True if there was nothing to reserve. */
  #reserveVolumes(pod: Pod, node: NodeState, snapshot: Snapshot): boolean {
    const { waiting } = claimsOf(pod, snapshot);
    const { matches, provisions } = planBinding(waiting, node, snapshot);
    for (const { claim, volume } of matches) this.#reserve(claim, volume);
    for (const { metadata } of provisions) {
      this.#cluster.edit('persistentvolumeclaims', metadata.namespace, metadata.name, (draft) => {
        draft.metadata.annotations = { ...draft.metadata.annotations, [SELECTED_NODE]: node.name };
      });
    }
    return waiting.length === 0;
  }

  #reserve({ metadata }: PersistentVolumeClaim, volume: PersistentVolume): void {
    this.#cluster.edit<PersistentVolume>('persistentvolumes', undefined, volume.metadata.name, (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
      draft.spec.claimRef = {
        kind: 'PersistentVolumeClaim',
        apiVersion: 'v1',
        ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
        name: metadata.name,
        uid: metadata.uid,
      };
    });
  }

  #hasVolumes(pod: Pod): boolean {
    return claimNames(pod).every((name) => {
      const claim = this.#claim(pod, name);
      return claim !== undefined && isFullyBound(claim);
    });
  }

  /** A provisioner that fails takes its annotation back; a node may vanish; and patience ends. */
  #isHopeless({ pod, nodeName, since }: WaitingPod): boolean {
    const isTaken = claimNames(pod).some((name) => {
      const claim = this.#claim(pod, name);
      if (!claim || isFullyBound(claim) || claim.spec.volumeName) return claim === undefined;
      return claim.metadata.annotations?.[SELECTED_NODE] === undefined && !this.#isReserved(claim);
    });
    return (
      isTaken ||
      this.#cluster.get('nodes', undefined, nodeName) === undefined ||
      this.#cluster.clock.now() - since > BIND_TIMEOUT_MS
    );
  }

  #isReserved({ metadata }: PersistentVolumeClaim): boolean {
    return this.#cluster
      .list<PersistentVolume>('persistentvolumes')
      .some(({ spec }) => spec.claimRef?.uid === metadata.uid);
  }

  #claim(pod: Pod, name: string): PersistentVolumeClaim | undefined {
    return this.#cluster.get('persistentvolumeclaims', pod.metadata.namespace, name);
  }

  #bind({ metadata }: Pod, nodeName: string): void {
    const bound = this.#cluster.edit<Pod>('pods', metadata.namespace, metadata.name, (draft) => {
      draft.spec.nodeName = nodeName;
      const condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null };
      const now = this.#cluster.clock.isoSeconds();
      draft.status = {
        ...draft.status,
        conditions: withCondition(draft.status?.conditions, condition, now),
      };
    });
    if (!bound) return;
    const message = `Successfully assigned ${metadata.namespace}/${metadata.name} to ${nodeName}`;
    this.#record({ about: bound, type: 'Normal', reason: 'Scheduled', message, action: 'Binding' });
  }

  #refuse({ metadata }: Pod, message: string): void {
    const refused = this.#cluster.edit<Pod>('pods', metadata.namespace, metadata.name, (draft) => {
      const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
      const now = this.#cluster.clock.isoSeconds();
      draft.status = {
        ...draft.status,
        conditions: withCondition(draft.status?.conditions, { ...condition, lastProbeTime: null }, now),
      };
    });
    if (!refused) return;
    this.#record({
      about: refused,
      type: 'Warning',
      reason: 'FailedScheduling',
      message,
      action: 'Scheduling',
    });
  }
}

function withPodOn(snapshot: Snapshot, { name }: NodeState, pod: Pod): Snapshot {
  const bound = { ...pod, spec: { ...pod.spec, nodeName: name } };
  const nodes = snapshot.nodes.map((state) =>
    state.name === name ? nodeState(state.node, [...state.pods, ...state.finished, bound]) : state,
  );
  return { ...snapshot, nodes };
}
