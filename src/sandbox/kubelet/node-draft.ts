import type { Draft } from '../kubernetes/cluster.ts';
import { MACHINE_SIZES, type ImageTraits, type Machine, type MachineSize } from '../machines.ts';
import { MANAGED_ATTACH } from '../controllers/volumes/attach-volumes.ts';

const ARCHITECTURE = { x86_64: 'amd64', arm64: 'arm64' } as const;

/** A type that is not listed is taken for a middling one. */
const UNKNOWN_SIZE: Omit<MachineSize, 'instanceType'> = {
  cpuCores: 4,
  memoryGiB: 16,
  podsMax: 58,
  volumesMax: 25,
};

export function sizeOf({ instanceType }: Machine): Omit<MachineSize, 'instanceType'> {
  return MACHINE_SIZES[instanceType] ?? UNKNOWN_SIZE;
}

/** The Node that a kubelet registers from its machine. */
export function nodeDraft(machine: Machine, traits: ImageTraits, now: string): Draft {
  const { zone, instanceId, privateDnsName, privateIp, nodeTaints } = machine;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: privateDnsName,
      labels: labelsOf(machine, traits),
      annotations: { [MANAGED_ATTACH]: 'true', 'alpha.kubernetes.io/provided-node-ip': privateIp },
    },
    spec: {
      providerID: `aws:///${zone}/${instanceId}`,
      ...(nodeTaints.length > 0 && { taints: nodeTaints.map((taint) => ({ ...taint })) }),
    },
    status: {
      ...resourcesOf(machine),
      conditions: kubeletConditions(false, now),
      addresses: [
        { type: 'InternalIP', address: privateIp },
        { type: 'InternalDNS', address: privateDnsName },
        { type: 'Hostname', address: privateDnsName },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: nodeInfo(machine, traits),
    },
  };
}

function labelsOf({ zone, region, instanceType, privateDnsName, nodeLabels }: Machine, traits: ImageTraits) {
  const architecture = ARCHITECTURE[traits.architecture];
  return {
    'beta.kubernetes.io/arch': architecture,
    'beta.kubernetes.io/instance-type': instanceType,
    'beta.kubernetes.io/os': 'linux',
    'failure-domain.beta.kubernetes.io/region': region,
    'failure-domain.beta.kubernetes.io/zone': zone,
    'kubernetes.io/arch': architecture,
    'kubernetes.io/hostname': privateDnsName,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': instanceType,
    'topology.kubernetes.io/region': region,
    'topology.kubernetes.io/zone': zone,
    ...nodeLabels,
  };
}

function nodeInfo({ instanceId }: Machine, traits: ImageTraits): Record<string, string> {
  const id = instanceId.replace(/^i-/, '').padEnd(32, '0').slice(0, 32);
  return {
    machineID: id,
    systemUUID: `ec2${id.slice(0, 5)}-${id.slice(5, 9)}-${id.slice(9, 13)}-${id.slice(13, 17)}-${id.slice(17, 29)}`,
    bootID: `${id.slice(0, 8)}-${id.slice(8, 12)}-4000-8000-${id.slice(12, 24)}`,
    kernelVersion: traits.kernelVersion,
    osImage: traits.osImage,
    containerRuntimeVersion: 'containerd://1.7.27',
    kubeletVersion: traits.kubeletVersion,
    kubeProxyVersion: traits.kubeletVersion,
    operatingSystem: 'linux',
    architecture: ARCHITECTURE[traits.architecture],
  };
}

/** What is kept back for the system is what EKS keeps back: by cores, and by the number of pods. */
function resourcesOf(machine: Machine) {
  const { cpuCores, memoryGiB, podsMax } = sizeOf(machine);
  const memoryKi = memoryGiB * 1024 * 1024 * USABLE_MEMORY;
  const reservedKi = (255 + 11 * podsMax + 100) * 1024;
  const shared = { 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', pods: String(podsMax) };
  return {
    capacity: {
      ...shared,
      cpu: String(cpuCores),
      memory: `${Math.floor(memoryKi)}Ki`,
      'ephemeral-storage': '83873772Ki',
    },
    allocatable: {
      ...shared,
      cpu: `${cpuCores * 1000 - reservedMilliCpu(cpuCores)}m`,
      memory: `${Math.floor(memoryKi - reservedKi)}Ki`,
      'ephemeral-storage': '76224326324',
    },
  };
}

/** What the kernel and the hypervisor leave of the memory on the label. */
const USABLE_MEMORY = 0.965;

/** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the others. */
function reservedMilliCpu(cores: number): number {
  const others = Math.max(0, cores - 4) * 2.5;
  return Math.round(60 + (cores > 1 ? 10 : 0) + Math.min(2, Math.max(0, cores - 2)) * 5 + others);
}

/** The conditions of a healthy kubelet whose network is ready or not. */
export function kubeletConditions(isReady: boolean, now: string) {
  const fine = (type: string, reason: string, message: string) => ({
    type,
    status: 'False',
    lastHeartbeatTime: now,
    lastTransitionTime: now,
    reason,
    message,
  });
  return [
    fine('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    fine('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    fine('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    isReady
      ? { ...fine('Ready', 'KubeletReady', 'kubelet is posting ready status'), status: 'True' }
      : fine('Ready', 'KubeletNotReady', NO_NETWORK),
  ];
}

const NO_NETWORK =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
