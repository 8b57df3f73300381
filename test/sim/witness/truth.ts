import { keepsNodeBusy } from '../../../src/core/drain/classify-pod.ts';
import type { GroupInstance } from '../../../src/core/fleet/node-group.ts';
import { instanceIdOf, isCordoned, isReady } from '../../../src/core/fleet/node.ts';
import type { Node } from '../../../src/core/fleet/node.ts';
import { isPodReady, isTerminating } from '../../../src/core/fleet/pod.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import { KEYS } from '../../../src/core/replacement/act.ts';
import { GROUP } from '../kernel/the-group.ts';
import type { Sim } from '../kernel/sim.ts';

/** The world as it is, not as anybody read it. */
export class Truth {
  readonly #sim: Sim;

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  get nodes(): readonly Node[] {
    return this.#sim.world.cluster.objects.list('nodes');
  }

  get pods(): readonly Pod[] {
    return this.#sim.world.cluster.objects.list('pods');
  }

  get desired(): number {
    return this.#sim.world.cloud.groups.get(GROUP)?.desired ?? 0;
  }

  /** Instances of the group that are not on their way out. */
  get living(): readonly GroupInstance[] {
    const group = this.#sim.world.cloud.groups.get(GROUP);
    return (group?.instances ?? []).filter(({ lifecycleState }) => !lifecycleState.startsWith('Terminat'));
  }

  imageOf(instanceId: string): string | undefined {
    return this.#sim.world.cloud.instances.get(instanceId)?.imageId;
  }

  nodeOf(instanceId: string): Node | undefined {
    return this.nodes.find((node) => instanceIdOf(node) === instanceId);
  }

  /** Nodes on living instances that carry the marks of a cordon of drover's. */
  get cordonedByUs(): readonly Node[] {
    const living = new Set(this.living.map(({ instanceId }) => instanceId));
    return this.nodes.filter(
      (node) =>
        isCordoned(node) &&
        node.metadata.annotations?.[KEYS.wasUnschedulable] !== undefined &&
        living.has(instanceIdOf(node) ?? ''),
    );
  }

  /** Nodes where pods can live now. */
  get usable(): readonly Node[] {
    const inService = new Set(
      this.living.filter(({ lifecycleState }) => lifecycleState === 'InService').map((one) => one.instanceId),
    );
    return this.nodes.filter(
      (node) => isReady(node) && !isCordoned(node) && inService.has(instanceIdOf(node) ?? ''),
    );
  }

  busyPodsOn(nodeName: string): readonly Pod[] {
    return this.pods.filter((pod) => pod.spec.nodeName === nodeName && keepsNodeBusy(pod));
  }

  readyPodsOf(app: string): readonly Pod[] {
    return this.pods.filter(
      (pod) => pod.metadata.labels?.['app'] === app && isPodReady(pod) && !isTerminating(pod),
    );
  }
}
