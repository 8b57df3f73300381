import type { WorldClock } from '../clock.ts';
import { SERVICE_NAME, type EndpointSlice } from '../controllers/kinds/endpoint-slice.ts';
import type { Service } from '../controllers/kinds/service.ts';
import { keyOf } from '../controllers/object-key.ts';
import type { ProcessTable } from '../kubelet/process-table.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { Random } from '../random.ts';
import type { RequestSecond } from './request-history.ts';
import { ServiceBook } from './service-book.ts';
import type { RequestCount } from './service-traffic.ts';
import { TRAFFIC_DEFAULTS, type TrafficSettings } from './traffic-settings.ts';

export interface TrafficOptions {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly processes: ProcessTable;
  readonly settings?: Partial<TrafficSettings>;
}

export interface Traffic {
  /** Requests since the start (or the last reset) by `namespace/name` of the Service. */
  meters(): { services: Record<string, RequestCount> };
  /** Requests by world second, oldest first, for as far back as the settings say. */
  history(service: string): RequestSecond[];
  /** Forgets what was counted. */
  reset(): void;
  stop(): void;
}

/** Sends a steady stream of requests to every Service that has a selector, and counts how they end. */
export function startTraffic(options: TrafficOptions): Traffic {
  const { cluster, processes } = options;
  const book = new ServiceBook({ ...options, settings: { ...TRAFFIC_DEFAULTS, ...options.settings } });
  const stops = [
    cluster.watch<Service>('services', ({ type, object }) => {
      if (type === 'DELETED' || !object.spec.selector) book.forget(keyOf(object));
      else book.follow(object);
    }),
    cluster.watch<EndpointSlice>('endpointslices.discovery.k8s.io', ({ object }) => {
      const name = object.metadata.labels?.[SERVICE_NAME];
      if (name) book.refresh(`${object.metadata.namespace ?? ''}/${name}`);
    }),
    processes.subscribe((process, next) => {
      for (const { traffic } of book.all()) traffic.processChanges(process, next);
    }),
  ];
  for (const service of cluster.list<Service>('services')) if (service.spec.selector) book.follow(service);
  return {
    meters: () => ({
      services: Object.fromEntries(book.all().map(({ key, traffic }) => [key, traffic.count()])),
    }),
    history: (key) => book.get(key)?.history() ?? [],
    reset: () => {
      for (const { traffic } of book.all()) traffic.reset();
    },
    stop: () => {
      for (const stop of stops) stop();
      for (const { traffic } of book.all()) traffic.stop();
    },
  };
}
