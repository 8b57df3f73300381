import type { Node } from '../../../src/sandbox/controllers/kinds/node.ts';
import { startKubelets, type Kubelets } from '../../../src/sandbox/kubelet/start-kubelets.ts';
import type { KubeletSettings } from '../../../src/sandbox/kubelet/kubelet-settings.ts';
import type { ImageTraits, Machine, MachineEvent, MachineFeed } from '../../../src/sandbox/machines.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import {
  aClusterWorld,
  WORLD_START,
  type ClusterWorld,
  type ClusterWorldOptions,
} from '../controllers/a-cluster-world.ts';

/** A cloud that does what the test says. */
class TestMachines implements MachineFeed {
  #machines = new Map<string, Machine>();
  #listeners = new Set<(event: MachineEvent) => void>();

  machines(): readonly Machine[] {
    return [...this.#machines.values()];
  }

  subscribe(listener: (event: MachineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  run(machine: Machine): void {
    this.#machines.set(machine.instanceId, machine);
    this.#tell({ type: 'running', machine });
  }

  stopping(machine: Machine): void {
    this.#tell({ type: 'stopping', machine });
  }

  gone(machine: Machine): void {
    this.#machines.delete(machine.instanceId);
    this.#tell({ type: 'gone', machine });
  }

  #tell(event: MachineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

export function aMachine(machine: Partial<Machine> = {}): Machine {
  return {
    instanceId: 'i-0aaaaaaaaaaaaaaaa',
    region: 'eu-west-1',
    zone: 'eu-west-1a',
    instanceType: 'm6i.xlarge',
    imageId: 'ami-old',
    privateIp: '10.0.1.10',
    privateDnsName: 'ip-10-0-1-10.eu-west-1.compute.internal',
    nodeLabels: {},
    nodeTaints: [],
    launchedAt: WORLD_START,
    runningSince: WORLD_START,
    ...machine,
  };
}

export function anImage(traits: Partial<ImageTraits> = {}): ImageTraits {
  return {
    imageId: 'ami-old',
    name: 'amazon-eks-node-al2023-x86_64-standard-1.32-v20260901',
    kubeletVersion: 'v1.32.3-eks-473151a',
    osImage: 'Amazon Linux 2023.7.20260825',
    kernelVersion: '6.1.147-172.266.amzn2023.x86_64',
    architecture: 'x86_64',
    createdAt: WORLD_START - 86_400_000,
    joinMs: 20_000,
    readyMs: 10_000,
    joins: true,
    ...traits,
  };
}

export interface MachineWorld extends ClusterWorld {
  readonly machines: TestMachines;
  readonly kubelets: Kubelets;
  /** Runs a machine and waits until its node is Ready. */
  join(machine: Machine): Promise<void>;
  node(machine?: Machine): Node | undefined;
}

export interface MachineWorldOptions extends ClusterWorldOptions {
  readonly images?: readonly ImageTraits[];
  readonly kubeletSettings?: Partial<KubeletSettings>;
}

/** A cluster whose nodes have kubelets. */
export function aMachineWorld(options: MachineWorldOptions = {}): MachineWorld {
  const machines = new TestMachines();
  const world = aClusterWorld({ ...options, machines });
  const images = new Map((options.images ?? [anImage()]).map((image) => [image.imageId, image]));
  const kubelets = startKubelets({
    cluster: world.cluster,
    clock: world.clock,
    random: createRandom(options.seed ?? 'test'),
    machines,
    images,
    ...(options.kubeletSettings && { settings: options.kubeletSettings }),
  });
  const node = (machine = aMachine()) => world.cluster.get<Node>('nodes', undefined, machine.privateDnsName);
  return {
    ...world,
    machines,
    kubelets,
    node,
    join: async (machine) => {
      machines.run(machine);
      await world.until('the node is ready and free', () => isFree(node(machine), machine));
    },
    stop: () => {
      kubelets.stop();
      world.stop();
    },
  };
}

function isFree(node: Node | undefined, { instanceId }: Machine): boolean {
  const isReady = node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  const isTainted = node?.spec.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready');
  return isReady === true && !isTainted && node?.spec.providerID?.endsWith(instanceId) === true;
}
