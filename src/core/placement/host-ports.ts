import type { PodSpec } from '../fleet/pod.ts';

export interface HostPort {
  /** `TCP/8080`. */
  readonly port: string;
  readonly address: string;
}

const EVERY_ADDRESS = '0.0.0.0';

/** Ports in use on a node: protocol and port, then address, then how many pods hold it. */
export type UsedPorts = Map<string, Map<string, number>>;

/**
 * The ports of a node that a pod takes. The scheduler of 1.32 does not look at init containers; later releases look at
 * sidecars, so there we do too, which can only refuse more.
 */
export function hostPortsOf(spec: PodSpec, kubernetesMinor: number): HostPort[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const looked = kubernetesMinor > 32 ? [...spec.containers, ...sidecars] : spec.containers;
  return looked
    .flatMap(({ ports = [] }) => ports ?? [])
    .filter(({ hostPort = 0 }) => hostPort > 0)
    .map(({ hostPort, hostIP, protocol }) => ({
      port: `${protocol || 'TCP'}/${hostPort}`,
      address: hostIP || EVERY_ADDRESS,
    }));
}

/** 0.0.0.0 conflicts with every address; `::` is an address like others. */
export function conflicts(used: UsedPorts, { port, address }: HostPort): boolean {
  const addresses = used.get(port);
  if (!addresses || addresses.size === 0) return false;
  return address === EVERY_ADDRESS || addresses.has(address) || addresses.has(EVERY_ADDRESS);
}

export function countPort(used: UsedPorts, { port, address }: HostPort, change: 1 | -1): void {
  const addresses = used.get(port) ?? new Map<string, number>();
  used.set(port, addresses);
  const count = (addresses.get(address) ?? 0) + change;
  if (count > 0) addresses.set(address, count);
  else addresses.delete(address);
}
