import type { Cluster, KubeConfig } from '@kubernetes/client-node';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';

/** Connections to one API server: half a dozen watches, and calls beside them. */
const CONNECTIONS_MAX = 32;

/** Longer than any call's own deadline; the deadline is what cuts a call. */
const HEADERS_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Shorter than any call's deadline, whatever the server proposes: when a call has timed out on a path that is half open,
 * no idle connection from before is left on which the next one would time out, too.
 */
const IDLE_MAX_MS = 4_000;

/** client-node 2.0.1, which builds a new dispatcher for each request. These members are not in its types. */
interface DispatcherMaker {
  createDispatcherOptions(
    cluster: Cluster | null,
    options: object,
  ): { readonly type: string; readonly connect?: object };
  createDispatcher(cluster: Cluster | null, options: object): Dispatcher | undefined;
}

/** One dispatcher a TLS set-up, instead of one a request: a hundred calls are one connection, not a hundred. */
export class DispatcherPool {
  #made = new Map<string, Dispatcher>();

  /** Makes all calls of this kubeconfig go through the pool. */
  adopt(config: KubeConfig): KubeConfig {
    const maker = config as unknown as DispatcherMaker;
    const original = maker.createDispatcher.bind(config);
    maker.createDispatcher = (cluster, options) => {
      const wanted = maker.createDispatcherOptions(cluster, options);
      return this.#get(JSON.stringify(wanted), () =>
        wanted.type === 'agent' || wanted.type === 'none'
          ? agent(wanted.connect)
          : original(cluster, options),
      );
    };
    return config;
  }

  /** Cuts all connections. */
  async close(): Promise<void> {
    const made = [...this.#made.values()];
    this.#made.clear();
    await Promise.all(made.map(async (dispatcher) => dispatcher.destroy()));
  }

  #get(key: string, make: () => Dispatcher | undefined): Dispatcher | undefined {
    const known = this.#made.get(key);
    if (known) return known;
    const made = make();
    if (made) this.#made.set(key, made);
    return made;
  }
}

function agent(connect: object = {}): Dispatcher {
  return new Agent({
    connections: CONNECTIONS_MAX,
    connect: { timeout: CONNECT_TIMEOUT_MS, ...connect },
    headersTimeout: HEADERS_TIMEOUT_MS,
    keepAliveTimeout: IDLE_MAX_MS,
    keepAliveMaxTimeout: IDLE_MAX_MS,
    // In HTTP/2 all calls share one socket, which cannot be cut at one call's deadline: what it holds would still be sent.
    allowH2: false,
    // A watch may be silent for long; it has its own watchdog.
    bodyTimeout: 0,
  });
}
