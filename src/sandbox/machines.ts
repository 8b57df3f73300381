/** A virtual machine as the cloud sees it; the kubelet of the world boots on it. */
export interface Machine {
  readonly instanceId: string;
  readonly region: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly privateIp: string;
  /** Also the name of the Node that joins from it. May be used again by a later machine: names are no identity. */
  readonly privateDnsName: string;
  /** What the launch template's user data gives the kubelet: `--node-labels`, `--register-with-taints`. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly nodeTaints: readonly NodeTaint[];
  readonly launchedAt: number;
  /** When it was powered on: some seconds after its launch. */
  readonly runningSince: number;
}

export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** `running`: powered on, the kubelet starts booting. `stopping`: told to shut down. `gone`: terminated. */
export interface MachineEvent {
  readonly type: 'running' | 'stopping' | 'gone';
  readonly machine: Machine;
}

/** What the cluster side of the world may know of the cloud side. */
export interface MachineFeed {
  machines(): readonly Machine[];
  subscribe(listener: (event: MachineEvent) => void): () => void;
}

/** How a machine behaves that was booted from an image. A scenario may make an image bad. All times are world ms. */
export interface ImageTraits {
  readonly imageId: string;
  readonly name: string;
  readonly kubeletVersion: string;
  readonly osImage: string;
  readonly kernelVersion: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly createdAt: number;
  /** From power-on until the Node object is registered. */
  readonly joinMs: number;
  /** From registration until the Node is Ready. */
  readonly readyMs: number;
  /** False: the kubelet never reaches the cluster. */
  readonly joins: boolean;
  /** Containers of pods with these labels crash some seconds after their start on such a node. */
  readonly crashes?: { readonly matchLabels: Readonly<Record<string, string>>; readonly afterMs: number };
  /** Processes of pods with these labels answer this share of requests with an error on such a node. */
  readonly fails?: { readonly matchLabels: Readonly<Record<string, string>>; readonly share: number };
  /** Requests to pods with these labels take so many times as long on such a node, as their metrics show. */
  readonly slows?: { readonly matchLabels: Readonly<Record<string, string>>; readonly factor: number };
  /** Pods with these labels are held back by their CPU limit in this share of their periods. */
  readonly throttles?: { readonly matchLabels: Readonly<Record<string, string>>; readonly share: number };
  /** Nodes of this image are busy for this share of time. */
  readonly heats?: { readonly share: number };
  /** Pods with these labels use more memory with each second: so much of their limit. */
  readonly leaks?: { readonly matchLabels: Readonly<Record<string, string>>; readonly shareASecond: number };
}

/** The images of the world by id; the cloud describes them, the kubelet behaves as they say. */
export type ImageBook = Map<string, ImageTraits>;

/** What an instance type offers; allocatable is derived from it by the kubelet. */
export interface MachineSize {
  readonly instanceType: string;
  readonly cpuCores: number;
  readonly memoryGiB: number;
  readonly podsMax: number;
  readonly volumesMax: number;
}

export const MACHINE_SIZES: Readonly<Record<string, MachineSize>> = {
  'm6i.large': { instanceType: 'm6i.large', cpuCores: 2, memoryGiB: 8, podsMax: 29, volumesMax: 25 },
  'm6i.xlarge': { instanceType: 'm6i.xlarge', cpuCores: 4, memoryGiB: 16, podsMax: 58, volumesMax: 25 },
  'm6i.2xlarge': { instanceType: 'm6i.2xlarge', cpuCores: 8, memoryGiB: 32, podsMax: 58, volumesMax: 25 },
};
