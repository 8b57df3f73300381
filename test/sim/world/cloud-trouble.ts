import { instanceIdOf, isCordoned } from '../../../src/core/fleet/node.ts';
import { isDaemonSetPod } from '../../../src/core/fleet/pod.ts';
import { KEYS } from '../../../src/core/replacement/act.ts';
import { GROUP } from '../kernel/the-group.ts';
import type { Acts } from './acts.ts';
import type { Place } from './place.ts';

/** The cluster autoscaler takes a node that was empty for so long, ms. */
const EMPTY_MS = 60_000;

/** Auto Scaling, the machines, and the cluster autoscaler. */
export class CloudTrouble {
  readonly acts: Acts = {
    'no-capacity': () => this.#noCapacity(),
    'instance-lost': () => this.#place.endInstance(this.#anyMember(), false),
    'zone-rebalance': () => this.#rebalance(),
    'node-silent': () => this.#silence(),
    'node-object-gone': () => this.#dropNode(),
    'autoscaler-takes': () => this.#autoscale(),
  };

  readonly #place: Place;
  readonly #unregistered = new Set<string>();

  readonly #nodesAtStart: number;

  constructor(place: Place) {
    this.#place = place;
    this.#nodesAtStart = place.nodes().length;
  }

  /** The cluster autoscaler brings back the nodes that pods wait for. */
  scaleUp(): void {
    const { sim } = this.#place;
    const group = sim.world.cloud.groups.get(GROUP);
    const waits = this.#place.objects.list('pods').some(({ spec }) => spec.nodeName === undefined);
    if (!group || !waits || group.desired >= this.#nodesAtStart) return;
    sim.witness.foreignCapacity();
    group.desired = this.#nodesAtStart;
    sim.world.cloud.balance(GROUP);
  }

  /**
   * Where drover, on the last node, had suspended launching, or only machines are left that never joined, no engine has a place:
   * a person resumes it, or starts those kubelets. docs/fault-matrix.md says so.
   */
  helpByHand(): void {
    const { sim } = this.#place;
    const group = sim.world.cloud.groups.get(GROUP);
    const alive = this.#place.nodes().filter(({ metadata }) => this.#place.isAlive(metadata.name));
    if (!group || alive.some((node) => !isCordoned(node))) return;
    if (alive.length === 0 && group.instances.length === 0)
      group.suspendedProcesses = group.suspendedProcesses.filter((process) => process !== 'Launch');
    if (sim.processes.some(({ isAlive }) => isAlive)) return;
    for (const { instanceId } of group.instances) sim.world.registerAgain(instanceId);
  }

  /** Without nodes no engine has a place, and nothing could be asked of it: somebody starts those kubelets again. */
  startKubelets(): void {
    for (const instanceId of this.#unregistered) this.#place.sim.world.registerAgain(instanceId);
    this.#unregistered.clear();
  }

  #noCapacity(): void {
    const { cloud } = this.#place.sim.world;
    cloud.noCapacity = 'We currently do not have sufficient m6i.large capacity';
    this.#place.sim.clock.after(this.#place.long() * 2, () => {
      cloud.noCapacity = undefined;
    });
  }

  #anyMember(): string | undefined {
    return this.#place.chance.pick(this.#place.sim.world.cloud.groups.get(GROUP)?.instances ?? [])
      ?.instanceId;
  }

  /** The balancing of zones ends an instance where there are most, and launches where there are fewest. */
  #rebalance(): void {
    const group = this.#place.sim.world.cloud.groups.get(GROUP);
    if (!group || group.suspendedProcesses.includes('AZRebalance')) return;
    this.#place.endInstance(this.#place.chance.pick(group.instances)?.instanceId, false);
  }

  #silence(): void {
    const node = this.#place.anyNode();
    if (!node || !this.#place.isAlive(node.metadata.name)) return;
    const { world, witness, clock } = this.#place.sim;
    witness.foreignLoss(node, undefined);
    world.setReady(node.metadata.name, 'Unknown');
    clock.after(this.#place.chance.between(5_000, 180_000), () => {
      if (this.#place.isAlive(node.metadata.name)) world.setReady(node.metadata.name, 'True');
    });
  }

  #dropNode(): void {
    const node = this.#place.anyNode();
    const instanceId = node && instanceIdOf(node);
    if (!node || instanceId === undefined) return;
    this.#place.sim.witness.foreignLoss(node, instanceId);
    this.#place.objects.remove('nodes', undefined, node.metadata.name);
    this.#unregistered.add(instanceId);
  }

  /** Takes a node that holds nothing but daemons, unless somebody asked it not to. */
  #autoscale(): void {
    const { world, clock } = this.#place.sim;
    const spare = this.#place
      .nodes()
      .find(
        (node) =>
          node.metadata.annotations?.[KEYS.scaleDownDisabled] !== 'true' &&
          this.#place.podsOn(node).every(isDaemonSetPod),
      );
    const group = world.cloud.groups.get(GROUP);
    if (!spare || !group || group.desired <= group.minSize + 1) return;
    clock.after(EMPTY_MS, () => {
      const now = this.#place.objects.get('nodes', undefined, spare.metadata.name);
      if (
        now?.metadata.uid !== spare.metadata.uid ||
        now.metadata.annotations?.[KEYS.scaleDownDisabled] === 'true'
      )
        return;
      // What is on its way out already it skips, as the real one does: else Auto Scaling would end another one for it.
      if (!this.#place.isAlive(now.metadata.name)) return;
      if (!this.#place.podsOn(now).every(isDaemonSetPod) || this.#place.sim.faults.isStopped) return;
      if (group.desired <= group.minSize + 1) return;
      this.#place.sim.witness.ledger.note('desired');
      this.#place.endInstance(instanceIdOf(now), true);
    });
  }
}
