import { isCordoned } from '../../../src/core/fleet/node.ts';
import type { Node } from '../../../src/core/fleet/node.ts';
import { controllerOf } from '../../../src/core/fleet/pod.ts';
import { GROUP } from '../kernel/the-group.ts';
import type { Acts } from './acts.ts';
import type { Place } from './place.ts';

/** People with kubectl and the console of the cloud. */
export class Operators {
  readonly acts: Acts = {
    'somebody-cordons': () => this.#cordon(),
    'somebody-uncordons': () => this.#uncordon(),
    'somebody-scales': () => this.#scale(),
    'somebody-tolerates': () => this.#tolerate(),
    'somebody-sets-desired': () => this.#setDesired(),
    'somebody-sets-bounds': () => this.#setBounds(),
    'somebody-sets-template': () => this.#setTemplate(),
    'somebody-deletes-slot': () => this.#deleteSlot(),
    'somebody-edits-slot': () => this.#place.sim.slots.touch(GROUP),
    brake: () => this.#brake(),
    denial: () => this.#deny(),
  };

  #denied = false;
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  #cordon(): void {
    const node = this.#place.anyNode();
    if (!node || isCordoned(node)) return;
    this.#place.sim.witness.foreignCordon(node, true);
    this.#setUnschedulable(node, true);
    this.#place.sim.clock.after(this.#place.long() * 2, () => {
      const now = this.#place.objects.get('nodes', undefined, node.metadata.name);
      if (now?.metadata.uid !== node.metadata.uid || !this.#place.sim.witness.isForeignCordon(now)) return;
      this.#place.sim.witness.foreignCordon(now, false);
      this.#setUnschedulable(now, false);
    });
  }

  #uncordon(): void {
    const node = this.#place.chance.pick(this.#place.nodes().filter(isCordoned));
    if (!node) return;
    this.#place.sim.witness.foreignCordon(node, false);
    this.#setUnschedulable(node, false);
  }

  #setUnschedulable(node: Node, unschedulable: boolean): void {
    this.#place.objects.edit('nodes', undefined, node.metadata.name, (draft) => {
      draft.spec ??= {};
      draft.spec.unschedulable = unschedulable;
    });
  }

  #scale(): void {
    const set = this.#place.chance.pick([
      ...this.#place.objects.list('replicasets').map((one) => ['replicasets', one] as const),
      ...this.#place.objects.list('statefulsets').map((one) => ['statefulsets', one] as const),
    ]);
    if (!set) return;
    const [kind, workload] = set;
    const { namespace, name } = workload.metadata;
    const replicas = Math.max(1, (workload.spec.replicas ?? 1) + (this.#place.chance.is(0.5) ? 1 : -1));
    this.#place.sim.witness.foreignScale(workload);
    const apply = (plural: 'replicasets' | 'statefulsets' | 'deployments', what: string): void => {
      this.#place.objects.edit(plural, namespace, what, (draft) => {
        draft.spec.replicas = replicas;
        draft.metadata.generation = (draft.metadata.generation ?? 1) + 1;
      });
    };
    apply(kind, name);
    const owner = controllerOf(workload);
    if (owner) apply('deployments', owner.name);
  }

  /** From now on the pods of a workload take no notice of a cordon: an evicted one may come straight back. */
  #tolerate(): void {
    const set = this.#place.chance.pick(this.#place.objects.list('replicasets'));
    if (!set) return;
    const { namespace, name } = set.metadata;
    const tolerations = [
      { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
    ];
    this.#place.objects.edit('replicasets', namespace, name, (draft) => {
      draft.spec.template.spec.tolerations = tolerations;
    });
    this.#place.sim.clock.after(this.#place.long() * 3, () =>
      this.#place.objects.edit('replicasets', namespace, name, (draft) => {
        delete draft.spec.template.spec.tolerations;
      }),
    );
  }

  #setDesired(): void {
    const { cloud } = this.#place.sim.world;
    const group = cloud.groups.get(GROUP);
    if (!group) return;
    this.#place.sim.witness.foreignCapacity();
    const next = group.desired + (this.#place.chance.is(0.5) ? 1 : -1);
    group.desired = Math.min(group.maxSize, Math.max(1, group.minSize, next));
    cloud.remember(GROUP);
    this.#place.scale();
  }

  #setBounds(): void {
    const group = this.#place.sim.world.cloud.groups.get(GROUP);
    if (!group) return;
    if (this.#place.chance.is(0.5)) group.maxSize = group.desired;
    else group.minSize = group.desired;
    const { minSize } = group;
    this.#place.sim.clock.after(this.#place.long() * 2, () => {
      group.maxSize += 3;
      group.minSize = Math.min(minSize, 1);
    });
  }

  #setTemplate(): void {
    const group = this.#place.sim.world.cloud.groups.get(GROUP);
    if (!group?.template) return;
    this.#place.sim.witness.ledger.note('template');
    group.template = {
      ...group.template,
      version: this.#place.chance.pick(['1', '2', '$Latest', '$Default']) ?? '1',
    };
    this.#place.sim.world.cloud.remember(GROUP);
  }

  #brake(): void {
    const { slots, clock } = this.#place.sim;
    if (!slots.peek(GROUP)) return;
    slots.pullBrake(GROUP);
    clock.after(this.#place.long() * 2, () => slots.liftBrake(GROUP));
  }

  #deny(): void {
    if (this.#denied) return;
    this.#denied = true;
    const { cluster } = this.#place.sim.world;
    const word = this.#place.chance.pick(['evict', 'edit', 'both'] as const);
    const policy = this.#place.chance.is(0.5) ? 'ValidatingAdmissionPolicy' : 'webhook';
    cluster.denial = (act) => (word === 'both' || word === act ? `${policy} says no` : undefined);
    this.#place.sim.clock.after(this.#place.long(), () => {
      this.#denied = false;
      cluster.denial = undefined;
    });
  }

  #deleteSlot(): void {
    this.#place.sim.slots.lose(GROUP);
    this.#place.sim.witness.ledger.note('slot');
  }
}
