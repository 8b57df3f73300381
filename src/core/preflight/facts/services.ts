import { selectsByEquality } from '../../fleet/label-selector.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { Service } from '../../fleet/service.ts';
import { perFleet, type Fleet } from '../fleet.ts';

const byNamespace = perFleet((fleet) =>
  Map.groupBy(fleet.get('services'), ({ metadata }) => metadata.namespace ?? ''),
);

/** The Services that send requests to a pod. */
export function servicesOf(fleet: Fleet, { metadata }: Pod): readonly Service[] {
  const inNamespace = byNamespace(fleet).get(metadata.namespace ?? '') ?? [];
  return inNamespace.filter(({ spec }) => selectsByEquality(spec.selector, metadata.labels));
}

/** Names under which people expose what their monitoring collects; nobody waits for an answer there. */
const MONITORING_PORT = /metrics|prometheus|monitoring|telemetry/;

/** Whether somebody may be waiting for an answer: a Service of nothing but metrics ports is no traffic. */
export function servesTraffic(service: Service): boolean {
  const { ports = [] } = service.spec;
  return ports.length === 0 || !ports.every(({ name }) => name !== undefined && MONITORING_PORT.test(name));
}
