import type { WorldClock } from '../clock.ts';
import type { Process, ProcessState } from '../kubelet/process-table.ts';
import type { ClientProxy, Flow } from './client-proxy.ts';
import { RequestHistory, type RequestSecond } from './request-history.ts';
import type { Target } from './usable-endpoints.ts';

export interface RequestCount {
  readonly ok: number;
  readonly failed: number;
}

/**
 * The requests to one Service. Between two changes of what the clients see or of who answers, requests come evenly and
 * end in the same way, so they are counted in one step however long that takes.
 */
export class ServiceTraffic {
  #clock: WorldClock;
  #proxies: readonly ClientProxy[];
  #history: RequestHistory;
  #rate: number;
  #countedUntil: number;
  #ok = 0;
  #failed = 0;
  #isStopped = false;

  constructor(parts: {
    clock: WorldClock;
    proxies: readonly ClientProxy[];
    rate: number;
    historySeconds: number;
  }) {
    this.#clock = parts.clock;
    this.#proxies = parts.proxies;
    this.#rate = parts.rate;
    this.#history = new RequestHistory(parts.historySeconds);
    this.#countedUntil = parts.clock.now();
  }

  setRate(rate: number): void {
    if (rate === this.#rate) return;
    this.#count();
    const wasSilent = this.#rate === 0;
    this.#rate = rate;
    if (wasSilent) for (const proxy of this.#proxies) this.#openAll(proxy);
  }

  /** The slices changed: every client follows in its own time. */
  endpointsChanged(targets: readonly Target[]): void {
    for (const proxy of this.#proxies) {
      if (proxy.lagMs === 0) this.#see(proxy, targets);
      else this.#clock.after(proxy.lagMs, () => this.#see(proxy, targets));
    }
  }

  /** Called before the change takes effect. */
  processChanges(process: Process, next: ProcessState): void {
    if (!this.#proxies.some((proxy) => proxy.uses(process.address))) return;
    this.#count();
    if (next !== 'closing' && next !== 'ended') return;
    for (const proxy of this.#proxies) {
      const left = proxy.leave(process);
      // A process that dies without having closed its connections takes the request on each with it.
      if (next === 'ended' && process.state !== 'closing') this.#fail(left.length);
      for (const index of left) this.#clock.after(0, () => this.#open(proxy, index));
    }
  }

  count(): RequestCount {
    this.#count();
    return { ok: Math.floor(this.#ok), failed: Math.floor(this.#failed) };
  }

  history(): RequestSecond[] {
    this.#count();
    return this.#history.until(this.#clock.now());
  }

  reset(): void {
    this.#count();
    this.#ok = 0;
    this.#failed = 0;
  }

  stop(): void {
    this.#count();
    this.#isStopped = true;
  }

  #see(proxy: ClientProxy, targets: readonly Target[]): void {
    if (this.#isStopped) return;
    this.#count();
    const wasInUse = proxy.isInUse;
    proxy.see(targets);
    if (!wasInUse) this.#openAll(proxy);
  }

  #openAll(proxy: ClientProxy): void {
    if (!proxy.isInUse) return;
    for (const index of proxy.closedConnections()) this.#open(proxy, index);
  }

  #open(proxy: ClientProxy, index: number): void {
    if (this.#isStopped) return;
    this.#count();
    const perConnection = proxy.ratePerConnection(this.#rate / this.#proxies.length);
    if (perConnection === 0 || proxy.open(index)) return;
    this.#fail(1);
    this.#clock.after(1000 / perConnection, () => this.#open(proxy, index));
  }

  #fail(requests: number): void {
    if (requests === 0) return;
    this.#failed += requests;
    this.#history.failAt(this.#clock.now(), requests);
  }

  /** Counts what has come since the last time, as it was until now. */
  #count(): void {
    const now = this.#clock.now();
    const from = this.#countedUntil;
    if (now <= from || this.#isStopped) return;
    this.#countedUntil = now;
    const { ok, failed } = this.#flow();
    const seconds = (now - from) / 1000;
    this.#ok += ok * seconds;
    this.#failed += failed * seconds;
    this.#history.spread(from, now, ok * seconds, failed * seconds);
  }

  #flow(): Flow {
    const each = this.#rate / this.#proxies.length;
    const flows = this.#proxies.map((proxy) => proxy.flow(each));
    return {
      ok: flows.reduce((sum, flow) => sum + flow.ok, 0),
      failed: flows.reduce((sum, flow) => sum + flow.failed, 0),
    };
  }
}
