import type { WorldClock } from '../clock.ts';
import type { Service } from '../controllers/kinds/service.ts';
import { keyOf, partsOf } from '../controllers/object-key.ts';
import type { ProcessTable } from '../kubelet/process-table.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { Random } from '../random.ts';
import { ClientProxy } from './client-proxy.ts';
import { ServiceTraffic } from './service-traffic.ts';
import type { TrafficSettings } from './traffic-settings.ts';
import { usableEndpoints } from './usable-endpoints.ts';

/** A Service says by this annotation how many requests a second (of world time) it gets; 0: none. */
const REQUEST_RATE = 'world.sandbox/requests-per-second';

interface Parts {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly processes: ProcessTable;
  readonly settings: TrafficSettings;
}

/** The Services that get requests, by `namespace/name`. */
export class ServiceBook {
  #parts: Parts;
  #traffic = new Map<string, ServiceTraffic>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get(key: string): ServiceTraffic | undefined {
    return this.#traffic.get(key);
  }

  all(): { key: string; traffic: ServiceTraffic }[] {
    return [...this.#traffic].map(([key, traffic]) => ({ key, traffic }));
  }

  /** The Service is new, or was changed. */
  follow(service: Service): void {
    const key = keyOf(service);
    const rate = rateOf(service, this.#parts.settings);
    const known = this.#traffic.get(key);
    if (known) {
      known.setRate(rate);
      return;
    }
    const { clock, settings } = this.#parts;
    const { historySeconds } = settings;
    this.#traffic.set(
      key,
      new ServiceTraffic({ clock, proxies: this.#proxiesFor(key), rate, historySeconds }),
    );
    this.refresh(key);
  }

  /** The slices of the Service changed. */
  refresh(key: string): void {
    this.#traffic.get(key)?.endpointsChanged(usableEndpoints(this.#parts.cluster, ...partsOf(key)));
  }

  forget(key: string): void {
    this.#traffic.get(key)?.stop();
    this.#traffic.delete(key);
  }

  /** The draws for one Service do not depend on how many others there are. */
  #proxiesFor(key: string): ClientProxy[] {
    const { processes, settings } = this.#parts;
    const random = this.#parts.random.stream(`traffic/${key}`);
    const { fromMs, toMs } = settings.propagationMs;
    return Array.from({ length: settings.proxies }, () => {
      const lagMs = random.between(fromMs, toMs);
      return new ClientProxy({ processes, random, lagMs, connections: settings.connections });
    });
  }
}

function rateOf({ metadata }: Service, { requestsPerSecond }: TrafficSettings): number {
  const said = Number(metadata.annotations?.[REQUEST_RATE] ?? requestsPerSecond);
  return Number.isFinite(said) && said >= 0 ? said : requestsPerSecond;
}
