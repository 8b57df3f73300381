import type { ControllerContext } from '../controller-context.ts';
import type { Endpoint, EndpointPort } from '../kinds/endpoint-slice.ts';
import { matchesLabelSet } from '../kinds/label-selector.ts';
import type { Node } from '../kinds/node.ts';
import { isFinished, isReady, isTerminating, type Pod } from '../kinds/pod.ts';
import type { Service, ServicePort } from '../kinds/service.ts';

/** Endpoints that answer on the same ports, and so fit into the same slices. */
export interface EndpointGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What the slices of a Service should hold, by the ports of its pods. */
export function endpointsOf(context: ControllerContext, service: Service): EndpointGroup[] {
  const pods = context.podsByNamespace
    .get(service.metadata.namespace ?? '')
    .filter(
      (pod) =>
        matchesLabelSet(service.spec.selector ?? {}, pod.metadata.labels) &&
        pod.status?.podIP !== undefined &&
        !isFinished(pod),
    );
  const groups = Map.groupBy(pods, (pod) => JSON.stringify(portsOf(service, pod)));
  return [...groups].map(([ports, members]) => ({
    // Written by JSON.stringify a line above.
    ports: JSON.parse(ports) as EndpointPort[],
    endpoints: members.map((pod) => toEndpoint(context, service, pod)),
  }));
}

function toEndpoint({ cluster }: ControllerContext, service: Service, pod: Pod): Endpoint {
  const { namespace, name, uid } = pod.metadata;
  const { nodeName, hostname, subdomain } = pod.spec;
  const zone = zoneOf(nodeName ? cluster.get<Node>('nodes', undefined, nodeName) : undefined);
  const serving = isReady(pod);
  const terminating = isTerminating(pod);
  const always = service.spec.publishNotReadyAddresses === true;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready: always || (serving && !terminating), serving, terminating },
    ...(hostname && subdomain === service.metadata.name && { hostname }),
    targetRef: { kind: 'Pod', ...(namespace !== undefined && { namespace }), name, uid },
    ...(nodeName && { nodeName }),
    ...(zone !== undefined && { zone }),
  };
}

function zoneOf(node: Node | undefined): string | undefined {
  return node?.metadata.labels?.['topology.kubernetes.io/zone'];
}

/** A named port is looked up in the pod; a pod that has no such port has no such endpoint port. */
function portsOf({ spec }: Service, pod: Pod): EndpointPort[] {
  return (spec.ports ?? []).flatMap((port) => {
    const number = targetPort(port, pod);
    if (number === undefined) return [];
    return [
      {
        name: port.name ?? '',
        protocol: port.protocol ?? 'TCP',
        port: number,
        ...(port.appProtocol !== undefined && { appProtocol: port.appProtocol }),
      },
    ];
  });
}

function targetPort(
  { port, targetPort: target = port, protocol = 'TCP' }: ServicePort,
  { spec }: Pod,
): number | undefined {
  if (typeof target === 'number') return target || port;
  return spec.containers
    .flatMap(({ ports = [] }) => ports)
    .find((candidate) => candidate.name === target && (candidate.protocol ?? 'TCP') === protocol)
    ?.containerPort;
}
