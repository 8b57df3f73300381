import { isCordoned } from '../../../src/core/fleet/node.ts';
import { controllerOf, isTerminating } from '../../../src/core/fleet/pod.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import { markTerminating } from '../../fakes/ports/memory-eviction.ts';
import type { Acts } from './acts.ts';
import type { Place } from './place.ts';

/** Workloads and their budgets. */
export class WorkloadTrouble {
  readonly acts: Acts = {
    'budget-closes': () => this.#closeBudget(),
    'second-budget': () => this.#addBudget(),
    'bare-pod': () => this.#addBarePod(),
    'pod-dies': () => this.#killPod(),
    'somebody-deletes-pod': () => this.#deletePod(),
  };

  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  #closeBudget(): void {
    const budget = this.#place.chance.pick(this.#place.objects.list('poddisruptionbudgets'));
    if (!budget) return;
    const { namespace, name } = budget.metadata;
    this.#place.objects.edit('poddisruptionbudgets', namespace, name, (draft) => {
      draft.spec = { selector: draft.spec.selector, maxUnavailable: 0 } as typeof draft.spec;
      draft.metadata.generation = (draft.metadata.generation ?? 1) + 1;
    });
    this.#place.sim.clock.after(this.#place.long(), () => this.openBudgets());
  }

  openBudgets(): void {
    for (const { metadata } of this.#place.objects.list('poddisruptionbudgets')) {
      if (metadata.name.startsWith('second')) {
        this.#place.objects.remove('poddisruptionbudgets', metadata.namespace, metadata.name);
        continue;
      }
      this.#place.objects.edit('poddisruptionbudgets', metadata.namespace, metadata.name, (draft) => {
        if (draft.spec.maxUnavailable !== 0) return;
        draft.spec.maxUnavailable = 1;
        draft.metadata.generation = (draft.metadata.generation ?? 1) + 1;
      });
    }
  }

  #addBudget(): void {
    const workload = this.#place.chance.pick(this.#place.objects.list('replicasets'));
    if (!workload) return;
    const name = `second-${workload.metadata.name}`;
    this.#place.objects.put('poddisruptionbudgets', {
      metadata: { name, namespace: workload.metadata.namespace ?? '', generation: 1 },
      spec: { selector: workload.spec.selector ?? {}, maxUnavailable: 1 },
    });
    this.#place.sim.clock.after(this.#place.long(), () =>
      this.#place.objects.remove('poddisruptionbudgets', workload.metadata.namespace, name),
    );
  }

  #addBarePod(): void {
    const node = this.#place.anyNode();
    // On a machine that is on its way out already it would be gone by itself.
    if (!node || isCordoned(node) || !this.#place.isAlive(node.metadata.name)) return;
    const { uid } = this.#place.objects.put('pods', {
      metadata: { name: `bare-${this.#place.chance.whole(1, 99_999)}`, namespace: 'shop' },
      spec: { containers: [{ name: 'main' }], nodeName: node.metadata.name },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    }).metadata;
    this.#place.sim.witness.bare.add(uid);
  }

  #anyPod(): Pod | undefined {
    const pods = this.#place.objects.list('pods').filter((pod) => controllerOf(pod) && !isTerminating(pod));
    return this.#place.chance.pick(pods);
  }

  #killPod(): void {
    const pod = this.#anyPod();
    if (!pod) return;
    this.#place.sim.witness.foreignPod(pod);
    this.#place.objects.edit('pods', pod.metadata.namespace, pod.metadata.name, (draft) => {
      draft.status = { ...draft.status, phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] };
    });
  }

  #deletePod(): void {
    const pod = this.#anyPod();
    if (!pod) return;
    this.#place.sim.witness.foreignPod(pod);
    markTerminating(this.#place.objects, pod, this.#place.sim.clock.now());
  }
}
