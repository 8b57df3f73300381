import type { PodView } from '../../control/view/world-view.ts';

/**
 * Which pod comes in place of which: to Kubernetes an evicted pod and its successor have nothing in common but their owner,
 * to an eye one pod moves. A pod is succeeded once; under a StatefulSet by the one with its name.
 */
export class PodPairs {
  #seen = new Map<string, PodView>();
  readonly #succeeded = new Set<string>();

  /** The predecessor, by id, of every pod that is new since the last call and has one. */
  next(pods: readonly PodView[]): ReadonlyMap<string, string> {
    const now = new Map(pods.map((pod) => [pod.id, pod] as const));
    const leaving = [...this.#seen.values()].filter(
      ({ id, kind }) =>
        kind !== 'DaemonSet' && !this.#succeeded.has(id) && now.get(id)?.terminating !== false,
    );
    const pairs = new Map<string, string>();
    for (const pod of pods) {
      if (this.#seen.has(pod.id) || pod.kind === 'DaemonSet') continue;
      const mates = leaving.filter(
        ({ id, workload }) => workload === pod.workload && !this.#succeeded.has(id),
      );
      const before = mates.find(({ name }) => name === pod.name) ?? mates[0];
      if (!before) continue;
      pairs.set(pod.id, before.id);
      this.#succeeded.add(before.id);
    }
    for (const id of this.#succeeded) if (!now.has(id) && !this.#seen.has(id)) this.#succeeded.delete(id);
    this.#seen = now;
    return pairs;
  }

  clear(): void {
    this.#seen.clear();
    this.#succeeded.clear();
  }
}
