import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import type { Measured } from '../../core/health/measured.ts';
import { loginHeaders } from './login-headers.ts';
import type { PrometheusSettings } from './prometheus-settings.ts';
import { readAnswer } from './read-answer.ts';
import type { Series } from './read-answer.ts';

/** Every question is cut after this, with its socket. engine.md 2.3. */
const DEADLINE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** Questions at the same time: a judged node must not be an outage of its own. */
const CONNECTIONS_MAX = 8;

/** Far more than the few series that we ask for. */
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

/** The two endpoints of Prometheus' HTTP API that are asked. Whatever goes wrong is an answer, not an exception. */
export class PrometheusClient {
  readonly #settings: PrometheusSettings;
  readonly #agent: Agent;
  readonly #deadlineMs: number;

  constructor(settings: PrometheusSettings, userAgent: string, deadlineMs: number = DEADLINE_MS) {
    this.#settings = settings;
    this.#deadlineMs = deadlineMs;
    this.#userAgent = userAgent;
    this.#agent = new Agent({
      connections: CONNECTIONS_MAX,
      maxResponseSize: ANSWER_BYTES_MAX,
      connect: { timeout: CONNECT_TIMEOUT_MS, ...tlsOf(settings) },
    });
  }

  readonly #userAgent: string;

  /** `seconds`: the instant (epoch) that is asked about; undefined: the server's own now. */
  async instant(query: string, seconds?: number): Promise<Measured<readonly Series[]>> {
    const time = seconds === undefined ? {} : { time: String(seconds) };
    return this.#ask('query', { query, ...time }, 'vector');
  }

  /** Epoch seconds, both ends included. */
  async range(
    query: string,
    { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
  ): Promise<Measured<readonly Series[]>> {
    const times = { start: String(from), end: String(to), step: String(step) };
    return this.#ask('query_range', { query, ...times }, 'matrix');
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #ask(
    endpoint: string,
    parameters: Readonly<Record<string, string>>,
    wanted: 'vector' | 'matrix',
  ): Promise<Measured<readonly Series[]>> {
    // Thanos would else answer with what is left when a store is away.
    const body = new URLSearchParams({ ...parameters, partial_response: 'false' }).toString();
    const url = new URL(`${this.#settings.url.replace(/\/+$/, '')}/api/v1/${endpoint}`);
    try {
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        'user-agent': this.#userAgent,
        ...(this.#settings.tenant === undefined ? {} : { 'x-scope-orgid': this.#settings.tenant }),
      };
      const answer = await request(url, {
        method: 'POST',
        headers: await loginHeaders(this.#settings.login, { url, headers, body }),
        body,
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(this.#deadlineMs),
      });
      return readAnswer({ status: answer.statusCode, body: await answer.body.text() }, wanted);
    } catch (error) {
      return { kind: 'error', why: `it does not answer: ${messageOf(error)}` };
    }
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, name } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : name;
  return message === '' ? code : message;
}

function tlsOf({ tls }: PrometheusSettings): object {
  const { caFile, certFile, keyFile } = tls;
  return {
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') }),
    ...(certFile === undefined ? {} : { cert: readFileSync(certFile, 'utf8') }),
    ...(keyFile === undefined ? {} : { key: readFileSync(keyFile, 'utf8') }),
  };
}
