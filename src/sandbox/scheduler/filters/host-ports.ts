import type { ContainerPort, Pod } from '../../controllers/kinds/pod.ts';
import { crowdedOut, each, SKIP, type Filter } from '../filter.ts';
import type { NodeState } from '../node-state.ts';

/** Only ports of containers count; those of init containers, sidecars too, are not looked at (1.32). */
export const hostPorts: Filter = {
  name: 'NodePorts',
  prepare(pod) {
    const wanted = portsOf(pod);
    if (wanted.length === 0) return SKIP;
    return each((node) => {
      const taken = takenPorts(node);
      const clash = wanted.some((port) => taken.some((other) => conflict(port, other)));
      return clash ? crowdedOut("node(s) didn't have free ports for the requested pod ports") : undefined;
    });
  },
};

/**
 * The scheduler keeps one entry a port, not one a pod: when a pod finishes, its port counts as free though an older
 * pod on the node has it too.
 */
function takenPorts({ pods, finished }: NodeState): ContainerPort[] {
  const released = finished.flatMap((pod) => portsOf(pod).map((port) => ({ pod, port })));
  return pods.flatMap((pod) =>
    portsOf(pod).filter(
      (port) => !released.some((other) => samePort(port, other.port) && !isOlder(other.pod, pod)),
    ),
  );
}

function isOlder({ metadata: one }: Pod, { metadata: other }: Pod): boolean {
  return Date.parse(one.creationTimestamp) < Date.parse(other.creationTimestamp);
}

function portsOf({ spec }: Pod): ContainerPort[] {
  return spec.containers.flatMap(({ ports = [] }) => ports.filter(({ hostPort }) => (hostPort ?? 0) > 0));
}

function samePort(one: ContainerPort, other: ContainerPort): boolean {
  return (
    one.hostPort === other.hostPort &&
    (one.protocol || 'TCP') === (other.protocol || 'TCP') &&
    addressOf(one) === addressOf(other)
  );
}

function addressOf({ hostIP }: ContainerPort): string {
  return hostIP || '0.0.0.0';
}

/** 0.0.0.0, or no address, conflicts with every address; `::` is no wildcard. */
function conflict(one: ContainerPort, other: ContainerPort): boolean {
  if (one.hostPort !== other.hostPort) return false;
  if ((one.protocol || 'TCP') !== (other.protocol || 'TCP')) return false;
  const [here, there] = [addressOf(one), addressOf(other)];
  return here === there || here === '0.0.0.0' || there === '0.0.0.0';
}
