import { WorldClock } from '../../../src/sandbox/clock.ts';
import { EffectLog } from '../../../src/sandbox/effects.ts';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { Cluster, type ClusterOptions } from '../../../src/sandbox/kubernetes/cluster.ts';
import {
  startKubernetesApi,
  type KubernetesApi,
} from '../../../src/sandbox/kubernetes/start-kubernetes-api.ts';
import { staticTokens } from '../../../src/sandbox/kubernetes/users.ts';
import { request } from 'node:https';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

export interface ApiUnderTest {
  readonly cluster: Cluster;
  readonly api: KubernetesApi;
  readonly effects: EffectLog;
  readonly faults: FaultBook;
  readonly call: (method: string, path: string, body?: unknown, options?: CallOptions) => Promise<Answered>;
  readonly stop: () => Promise<void>;
}

interface CallOptions {
  /** `admin` may do all, `viewer` nothing, `robot` what a test grants. */
  readonly token?: string;
  readonly contentType?: string;
  /** Ends a stream after so many lines. */
  readonly lines?: number;
}

/** An API server without controllers: what it does by itself. */
export async function startApi(options: ClusterOptions & { speed?: number } = {}): Promise<ApiUnderTest> {
  const clock = new WorldClock(Date.now(), options.speed ?? 1);
  const cluster = new Cluster(clock, options);
  const effects = new EffectLog();
  const faults = new FaultBook();
  const users = {
    admin: { name: 'admin', groups: ['system:masters'] },
    viewer: { name: 'viewer', groups: [] },
    robot: { name: 'robot', groups: ['robots'] },
  };
  const api = await startKubernetesApi({ cluster, effects, faults, authenticators: [staticTokens(users)] });
  const call = (method: string, path: string, body?: unknown, how: CallOptions = {}): Promise<Answered> =>
    send(api, method, path, body, how);
  const stop = async (): Promise<void> => {
    await api.close();
    clock.stop();
  };
  return { cluster, api, effects, faults, call, stop };
}

function send(
  api: KubernetesApi,
  method: string,
  path: string,
  body: unknown,
  how: CallOptions,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = { authorization: `Bearer ${how.token ?? 'admin'}` };
    if (body !== undefined) headers['content-type'] = how.contentType ?? 'application/json';
    const sent = request(
      `${api.url}${path}`,
      { method, headers, ca: api.caPem, agent: false },
      (response) => {
        let text = '';
        const end = (): void =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parsed(text), text });
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (how.lines !== undefined && text.split('\n').length > how.lines) {
            end();
            sent.destroy();
          }
        });
        response.on('end', end);
        response.on('error', () => {});
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The lines of a stream of watch events. */
export function eventsOf({ text }: Answered): { type: string; object: Record<string, unknown> }[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { type: string; object: Record<string, unknown> });
}
