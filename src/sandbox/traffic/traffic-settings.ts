import type { Spread } from '../kubelet/kubelet-settings.ts';

export interface TrafficSettings {
  /** How many clients send requests; each sees the endpoints through a proxy of its own. */
  readonly proxies: number;
  /** From a change of an EndpointSlice until a proxy follows it, drawn once a proxy; world ms. */
  readonly propagationMs: Spread;
  /** Kept-alive connections that each client holds to a Service. */
  readonly connections: number;
  /** Requests a second (of world time) for a Service that does not say otherwise. */
  readonly requestsPerSecond: number;
  /** World seconds that the history of a Service goes back. */
  readonly historySeconds: number;
}

export const TRAFFIC_DEFAULTS: TrafficSettings = {
  proxies: 3,
  propagationMs: { fromMs: 500, toMs: 3_000 },
  connections: 4,
  requestsPerSecond: 20,
  historySeconds: 600,
};
