import type { WorldTimer } from '../clock.ts';
import { isTerminating, type Pod } from '../controllers/kinds/pod.ts';
import { keyOf, partsOf } from '../controllers/object-key.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { StoreEvent } from '../kubernetes/object.ts';
import { isOurs, isOursToPlace } from './is-ours-to-place.ts';
import { inOrderOfUrgency, PendingPods } from './pending-pods.ts';
import type { PodPlacer } from './pod-placer.ts';
import { placingChanged, podChangeWakes } from './wakes-scheduler.ts';

interface Parts {
  readonly cluster: Cluster;
  readonly placer: PodPlacer;
  readonly lagMs: number;
}

/** Decides when which pods are tried. Nothing is written from within a watch: others must see that change first. */
export class SchedulingLoop {
  #parts: Parts;
  #pending: PendingPods;
  #turn: { due: number; timer: WorldTimer } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#pending = new PendingPods(parts.cluster.clock);
  }

  onPod(event: StoreEvent<Pod>): void {
    const { type, object } = event;
    if (podChangeWakes(event)) this.wake();
    const key = keyOf(object);
    if (type === 'DELETED' || object.spec.nodeName || isTerminating(object) || !isOurs(object)) {
      this.#pending.remove(key);
    } else if (isOursToPlace(object) && !this.#parts.placer.isWaiting(object) && placingChanged(event)) {
      this.#pending.add(key);
      this.#planTurn(this.#soon());
    }
  }

  /** Something changed that may help a pod that waits. */
  wake(): void {
    const isAwaited = this.#pending.wake() || this.#parts.placer.hasWaiting;
    if (isAwaited) this.#planTurn(this.#soon());
  }

  stop(): void {
    this.#turn?.timer.cancel();
  }

  #soon(): number {
    return this.#parts.cluster.clock.now() + this.#parts.lagMs;
  }

  #planTurn(due: number): void {
    if (this.#turn && this.#turn.due <= due) return;
    this.#turn?.timer.cancel();
    this.#turn = { due, timer: this.#parts.cluster.clock.at(due, () => this.#takeTurn()) };
  }

  #takeTurn(): void {
    const { cluster, placer } = this.#parts;
    this.#turn = undefined;
    for (const pod of placer.settleWaiting()) this.#pending.add(keyOf(pod));
    const pods = this.#pending
      .due()
      .flatMap((key) => cluster.get<Pod>('pods', ...partsOf(key)) ?? [])
      .sort(inOrderOfUrgency);
    const isPlaced = placer.placeAll(pods);
    for (const [index, pod] of pods.entries()) {
      if (isPlaced[index]) this.#pending.remove(keyOf(pod));
      else this.#pending.park(keyOf(pod));
    }
    const next = this.#pending.nextDue();
    if (next !== undefined) this.#planTurn(Math.max(next, this.#soon()));
  }
}
