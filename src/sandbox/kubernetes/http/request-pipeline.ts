import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EffectLog } from '../../effects.ts';
import type { FaultAnswer, FaultBook } from '../../faults.ts';
import { ApiError, forbidden, unauthorized } from '../answers/api-error.ts';
import type { Cluster } from '../cluster.ts';
import { resourceText, type Authorizer } from '../rbac/authorizer.ts';
import { ANONYMOUS, type Authenticator, type User, withAuthenticatedGroup } from '../users.ts';
import { negotiate } from './content.ts';
import { answerDiscovery, pageNotFound } from './discovery.ts';
import { completed, effectOf } from './effects-of.ts';
import { JSON_TYPE, refusalOf, send, type Answer, type Exchange } from './exchange.ts';
import { answerHealth } from './health.ts';
import { answerOpenApi } from './openapi.ts';
import { answerPodMetrics, METRICS_GROUP, withMetricsServer } from './pod-metrics.ts';
import type { MetricsServer } from './pod-metrics.ts';
import { readRequestInfo, type RequestInfo } from './request-info.ts';
import { serveObjects, type Stream } from './serve-objects.ts';

interface PipelineSettings {
  readonly cluster: Cluster;
  readonly authenticators: readonly Authenticator[];
  readonly authorizer: Authorizer;
  readonly faults: FaultBook;
  readonly effects: EffectLog;
  readonly metricsServer?: MetricsServer;
}

/** What every request goes through: who, planned faults, may they, what, and the record of what was done. */
export class RequestPipeline {
  readonly #settings: PipelineSettings;
  readonly #streams = new Set<Stream>();
  serverAddress = '';

  get #metricsServer(): MetricsServer {
    return this.#settings.metricsServer ?? NO_METRICS_SERVER;
  }

  constructor(settings: PipelineSettings) {
    this.#settings = settings;
  }

  endStreams(): void {
    for (const end of this.#streams) end();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const warnings: string[] = [];
    response.on('error', () => response.destroy());
    try {
      const url = new URL(request.url ?? '/', 'https://sandbox');
      const user = await this.#authenticate(request);
      const method = request.method ?? 'GET';
      const fault = this.#settings.faults.strike('kubernetes', method, request.url ?? '/', user.name);
      if (fault && !(await this.#obey(fault, request, response))) return;
      const info = readRequestInfo(method, url.pathname, url.searchParams);
      const exchange: Exchange = {
        request,
        response,
        method,
        path: url.pathname,
        query: url.searchParams,
        user,
        info,
        warnings,
        outcome: { isDryRun: false, name: '', created: undefined },
      };
      await this.#answer(exchange, fault);
    } catch (error) {
      drain(request);
      send({ response, warnings }, refusalOf(error));
    }
  }

  async #authenticate(request: IncomingMessage): Promise<User> {
    const header = request.headers.authorization;
    if (!header) return ANONYMOUS;
    const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
    for (const authenticate of token ? this.#settings.authenticators : []) {
      const user = await authenticate(token ?? '');
      if (user) return this.#impersonated(withAuthenticatedGroup(user), request);
    }
    throw unauthorized();
  }

  /** `kubectl --as`: who may impersonate acts with the rights of the other. */
  #impersonated(user: User, request: IncomingMessage): User {
    const name = request.headers['impersonate-user'];
    if (typeof name !== 'string') return user;
    const about: RequestInfo = {
      is: 'resource',
      verb: 'impersonate' as never,
      group: '',
      version: '',
      namespace: undefined,
      plural: 'users',
      name,
      subresource: '',
    };
    if (!this.#settings.authorizer.allows(user, about)) throw denied(user, about);
    const groups = request.headers['impersonate-group'];
    return withAuthenticatedGroup({ name, groups: groups === undefined ? [] : [groups].flat() });
  }

  /** Carries out a planned fault. False: the request has been dealt with. */
  async #obey(fault: FaultAnswer, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (fault.delayMs) {
      await new Promise((resolve) => {
        setTimeout(resolve, fault.delayMs);
      });
    }
    if (fault.drop === 'request' || fault.drop === true) {
      request.socket.destroy();
      return false;
    }
    if (fault.status === undefined) return true;
    drain(request);
    response.writeHead(fault.status, { 'content-type': JSON_TYPE, ...fault.headers });
    response.end(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {}));
    return false;
  }

  async #answer(exchange: Exchange, fault: FaultAnswer | undefined): Promise<void> {
    const { cluster, effects } = this.#settings;
    const effect = effectOf(exchange, cluster);
    let answer: Answer | Stream;
    try {
      answer = await this.#serve(exchange);
    } catch (error) {
      drain(exchange.request);
      answer = refusalOf(error);
    }
    if (typeof answer === 'function') {
      this.#keep(exchange, answer);
      return;
    }
    if (effect && exchange.info.is === 'resource' && !exchange.outcome.isDryRun)
      effects.record({
        ...completed(effect, exchange),
        at: cluster.clock.now(),
        status: answer.code,
      });
    if (fault?.drop === 'answer') exchange.request.socket.destroy();
    else send(exchange, exchange.method === 'HEAD' ? { ...answer, body: '' } : answer);
  }

  #keep(exchange: Exchange, stream: Stream): void {
    this.#streams.add(stream);
    exchange.response.on('close', () => this.#streams.delete(stream));
  }

  async #serve(exchange: Exchange): Promise<Answer | Stream> {
    const { authorizer, cluster } = this.#settings;
    const { info, user } = exchange;
    if (!authorizer.allows(user, info)) throw denied(user, info);
    if (info.is === 'resource' && info.group === METRICS_GROUP)
      return answerPodMetrics(this.#metricsServer, info, cluster.clock.isoSeconds());
    if (info.is === 'resource') return serveObjects(exchange, info, cluster, authorizer);
    return this.#servePath(exchange);
  }

  #servePath({ path, query, method, request }: Exchange): Answer {
    const { catalogue } = this.#settings.cluster;
    const served = withMetricsServer(catalogue, this.#metricsServer);
    const paths = ['/api', '/api/v1', '/apis', '/apis/', ...groupPaths(served.groups()), ...OTHER_PATHS];
    const health = answerHealth(path, query, paths);
    if (health) return health;
    if (method !== 'GET' && method !== 'HEAD') return pageNotFound();
    const openApi = answerOpenApi(catalogue, path);
    if (openApi) return openApi;
    const answer = answerDiscovery(served, path, negotiate(request.headers.accept), this.serverAddress);
    return answer ?? pageNotFound();
  }
}

const NO_METRICS_SERVER: MetricsServer = { usage: undefined };

const OTHER_PATHS = ['/healthz', '/livez', '/openapi/v3', '/readyz', '/version'];

function groupPaths(groups: ReadonlyMap<string, readonly string[]>): string[] {
  const sorted = [...groups].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return sorted.flatMap(([group, versions]) => [
    `/apis/${group}`,
    ...versions.map((version) => `/apis/${group}/${version}`),
  ]);
}

/** What was not read of a body is thrown away, so that the connection can be used again. */
function drain(request: IncomingMessage): void {
  if (!request.readableEnded && !request.destroyed) request.resume();
}

function denied(user: User, info: RequestInfo): ApiError {
  const who = `User "${user.name}" cannot ${info.verb}`;
  if (info.is === 'path')
    return new ApiError({
      code: 403,
      reason: 'Forbidden',
      message: `forbidden: ${who} path "${info.path}"`,
      details: {},
    });
  const where =
    info.namespace === undefined ? 'at the cluster scope' : `in the namespace "${info.namespace}"`;
  const what = `resource "${resourceText(info)}" in API group "${info.group}"`;
  return forbidden({ group: info.group, resource: info.plural }, info.name, `${who} ${what} ${where}`);
}
