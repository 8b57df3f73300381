import { HttpMethod, Observable, RequestContext } from '@kubernetes/client-node';
import type { ApiConstructor, ApiType, ConfigurationOptions, KubeConfig } from '@kubernetes/client-node';
import { request } from 'undici';
import type { Dispatcher } from 'undici';
import { ApiFailure, failureOf } from './api-failure.ts';
import { DispatcherPool } from './dispatcher-pool.ts';
import { PortError } from '../../ports/port-error.ts';
import { toPortError } from './to-port-error.ts';

/** Every call is cut after this: a request that outlives its lease must not land. engine.md 2.3. */
const CALL_DEADLINE_MS = 10_000;

/** How a kubeconfig comes to be: read again when the server no longer accepts its credentials. */
export type LoadKubeConfig = () => Promise<KubeConfig> | KubeConfig;

type Middleware = NonNullable<ConfigurationOptions['middleware']>[number];

/** What one try of a call may use. */
export interface Attempt {
  readonly signal: AbortSignal;
  api<T extends ApiType>(type: ApiConstructor<T>): T;
  /** Per-call options of client-node: the deadline, our name, and a content type where it is not the usual one. */
  options(contentType?: string): ConfigurationOptions;
  /** A plain GET. The caller must consume the body. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Dispatcher.ResponseData>;
}

/** A Kubernetes API server, its credentials, and the few connections to it that all calls share. */
export class KubernetesConnection {
  readonly #load: LoadKubeConfig;
  readonly #userAgent: string;
  readonly #pool = new DispatcherPool();
  #config: Promise<KubeConfig> | undefined;

  constructor(load: LoadKubeConfig, userAgent: string) {
    this.#load = load;
    this.#userAgent = userAgent;
  }

  /**
   * Runs a call under a deadline, at which its socket is destroyed. Credentials that are refused are loaded once more.
   * Throws PortError; outcomes that are values are `run`'s business.
   */
  async call<T>(
    operation: string,
    run: (attempt: Attempt) => Promise<T>,
    deadlineMs: number = CALL_DEADLINE_MS,
  ): Promise<T> {
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      return await this.#try(run, signal);
    } catch (error) {
      if (failureOf(error)?.code !== 401) throw toPortError(operation, error);
    }
    this.#config = undefined;
    try {
      return await this.#try(run, signal);
    } catch (error) {
      throw toPortError(operation, error);
    }
  }

  /**
   * The same for a read, which may be repeated: a connection that was cut or a server that is busy for a moment is asked
   * again within the one deadline.
   */
  async read<T>(operation: string, run: (attempt: Attempt) => Promise<T>): Promise<T> {
    const until = performance.now() + CALL_DEADLINE_MS;
    for (const pauseMs of [...READ_PAUSES_MS, undefined]) {
      try {
        return await this.call(operation, run, Math.max(1, Math.ceil(until - performance.now())));
      } catch (error) {
        const again = pauseMs !== undefined && isPassing(error) && performance.now() + pauseMs < until;
        if (!again) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
    throw new PortError('unavailable', operation, 'no try was made');
  }

  /** One try without a deadline of its own, for a watch: the caller's signal ends it. Throws whatever goes wrong. */
  async attempt(signal: AbortSignal): Promise<Attempt> {
    const config = await untilAborted(this.#current(), signal);
    return {
      signal,
      api: (type) => config.makeApiClient(type),
      options: (contentType) => optionsOf(signal, this.#userAgent, contentType),
      get: async (path, headers = {}) =>
        get(config, path, signal, { 'user-agent': this.#userAgent, ...headers }),
    };
  }

  /** Credentials are loaded afresh by the next call. */
  forgetCredentials(): void {
    this.#config = undefined;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #try<T>(run: (attempt: Attempt) => Promise<T>, signal: AbortSignal): Promise<T> {
    return run(await this.attempt(signal));
  }

  async #current(): Promise<KubeConfig> {
    this.#config ??= this.#loadAdopted();
    const loading = this.#config;
    try {
      return await loading;
    } catch (error) {
      // The next call tries to load again, unless another one does already.
      if (this.#config === loading) this.#config = undefined;
      throw error;
    }
  }

  async #loadAdopted(): Promise<KubeConfig> {
    return this.#pool.adopt(await this.#load());
  }
}

/** Real ms between the tries of a read. */
const READ_PAUSES_MS = [50, 250, 750];

/** Longer asked-for pauses are the caller's to keep. */
const RETRY_AFTER_MAX_MS = 1_000;

function isPassing(error: unknown): boolean {
  return (
    error instanceof PortError &&
    (error.kind === 'unavailable' || error.kind === 'throttled') &&
    (error.retryAfterMs ?? 0) <= RETRY_AFTER_MAX_MS
  );
}

/** Loading credentials may hang in a metadata service; the deadline counts for that too. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function optionsOf(signal: AbortSignal, userAgent: string, contentType?: string): ConfigurationOptions {
  const middleware: Middleware = {
    pre: (context) => {
      context.setSignal(signal);
      context.setHeaderParam('User-Agent', userAgent);
      if (contentType !== undefined) context.setHeaderParam('Content-Type', contentType);
      return new Observable(Promise.resolve(context));
    },
    post: (context) => new Observable(Promise.resolve(context)),
  };
  return { middleware: [middleware], middlewareMergeStrategy: 'append' };
}

async function get(
  config: KubeConfig,
  path: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>>,
): Promise<Dispatcher.ResponseData> {
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Error('the kubeconfig names no cluster');
  const context = new RequestContext(`${server.replace(/\/$/, '')}${path}`, HttpMethod.GET);
  await untilAborted(config.applySecurityAuthentication(context), signal);
  const dispatcher = context.getDispatcher();
  const answer = await request(context.getUrl(), {
    headers: { accept: 'application/json', ...context.getHeaders(), ...headers },
    signal,
    ...(dispatcher ? { dispatcher } : {}),
  });
  if (answer.statusCode < 300) return answer;
  throw new ApiFailure(answer.statusCode, answer.headers, await answer.body.text());
}
