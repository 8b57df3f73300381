import { childOf, listOf, ownChild, textOf, textsOf, type Fields } from '../schema/fields.ts';
import type { ObjectSpace } from '../writes/write-context.ts';

/** The service network that EKS gives clusters by default; addresses are handed out in order. */
const NETWORK = '172.20';
const FIRST_NODE_PORT = 30_000;
const LAST_NODE_PORT = 32_767;

/** Gives a Service its cluster address and node ports. */
export function allocateAddress(service: Fields, space: ObjectSpace): void {
  const spec = ownChild(service, 'spec');
  const type = textOf(spec, 'type') || 'ClusterIP';
  if (type === 'ExternalName') return;
  const wanted = textOf(spec, 'clusterIP') || textsOf(spec, 'clusterIPs')[0];
  const address = wanted ?? freeAddress(space);
  spec['clusterIP'] = address;
  spec['clusterIPs'] = [address];
  spec['ipFamilies'] ??= ['IPv4'];
  spec['ipFamilyPolicy'] ??= 'SingleStack';
  if (type === 'NodePort' || (type === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] !== false))
    allocateNodePorts(spec, space);
}

function freeAddress(space: ObjectSpace): string {
  const taken = new Set(services(space).map((spec) => textOf(spec, 'clusterIP')));
  // The first ten are the system's: .1 is the API server, .10 is DNS.
  for (let index = 11; index < 65_534; index++) {
    const address = `${NETWORK}.${index >> 8}.${index & 255}`;
    if (!taken.has(address)) return address;
  }
  throw new Error('no cluster address is free');
}

function allocateNodePorts(spec: Fields, space: ObjectSpace): void {
  const taken = new Set(
    services(space).flatMap((other) => listOf(other, 'ports').map((port) => port['nodePort'])),
  );
  let next = FIRST_NODE_PORT;
  for (const port of listOf(spec, 'ports')) {
    if (port['nodePort']) continue;
    while (taken.has(next) && next < LAST_NODE_PORT) next += 1;
    port['nodePort'] = next;
    taken.add(next);
  }
}

function services({ store }: ObjectSpace): Fields[] {
  return store.list('services').map((service) => childOf(service, 'spec'));
}
