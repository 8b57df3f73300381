import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppConfig } from '../app-config.ts';
import type { JsonObject } from '../state/json-object.ts';
import type { Delivery, DeliveryKind, InboundKnobs, Outcome } from './delivery.ts';
import { wellBehaved } from './delivery.ts';
import { postRequest } from './post-request.ts';
import type { Retry } from './sign-request.ts';
import { signRequest } from './sign-request.ts';
import type { SocketHub } from './socket-hub.ts';

/** Documented: an app has three seconds to acknowledge. */
export const ACK_LIMIT_MS = 3_000;
/** Documented: an event is sent again at once, after a minute and after five. */
export const EVENT_RETRY_DELAYS_MS: readonly number[] = [0, 60_000, 300_000];
const KEPT_MAX = 5_000;

export interface CourierOptions {
  readonly app: AppConfig;
  readonly sockets: SocketHub;
  readonly ackLimitMs: number;
  readonly eventRetryDelaysMs: readonly number[];
}

/** Brings what people do and what happens to the app: by signed HTTP if it has a request URL, else by Socket Mode. */
export class Courier {
  /** Undefined: Socket Mode. */
  requestUrl: string | undefined;
  /** For every delivery from now on. */
  readonly knobs: InboundKnobs = wellBehaved();
  readonly #options: CourierOptions;
  readonly #deliveries: Delivery[] = [];
  readonly #stopping = new AbortController();

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** The latest deliveries, oldest first. */
  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Sends a command or an interaction, once: Slack does not repeat those. */
  async deliver(
    kind: DeliveryKind,
    payload: JsonObject,
  ): Promise<{ readonly delivery: Delivery; readonly outcome: Outcome }> {
    const delivery = this.#record(kind, payload);
    return { delivery, outcome: await this.#attempt(delivery, this.knobs) };
  }

  /** Sends an event, and again if it is not taken. Answers when it was taken or given up. */
  async deliverEvent(payload: JsonObject): Promise<Delivery> {
    const delivery = this.#record('events_api', payload);
    let outcome = await this.#attempt(delivery, this.knobs);
    for (const [index, delayMs] of this.#options.eventRetryDelaysMs.entries()) {
      if (outcome.kind === 'acked' || (outcome.kind === 'failed' && outcome.noRetry)) break;
      if (!(await this.#waited(delayMs))) break;
      outcome = await this.#attempt(delivery, this.knobs, { number: index + 1, reason: reasonOf(outcome) });
    }
    return delivery;
  }

  /** Sends something again as it was: same body and signature, same envelope. With knobs it is signed anew, and wrongly. */
  async replay(deliveryId: string, knobs?: Partial<InboundKnobs>): Promise<Outcome | 'no_such_delivery'> {
    const delivery = this.#deliveries.find(({ id }) => id === deliveryId);
    if (!delivery) return 'no_such_delivery';
    // A copy without the signed request is signed anew, and the first one stays what it was.
    const { request: _, ...unsigned } = delivery;
    return this.#attempt(knobs ? unsigned : delivery, { ...wellBehaved(), ...knobs });
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #attempt(delivery: Delivery, knobs: InboundKnobs, retry?: Retry): Promise<Outcome> {
    if (knobs.latencyMs > 0) await this.#waited(knobs.latencyMs);
    const answered =
      this.requestUrl === undefined
        ? await this.#bySocket(delivery, knobs, retry)
        : await this.#byHttp(this.requestUrl, delivery, knobs, retry);
    const lost = knobs.loseAnswers && answered.kind === 'acked';
    const outcome: Outcome = lost ? { kind: 'timed-out', tookMs: answered.tookMs } : answered;
    delivery.outcomes.push(outcome);
    return outcome;
  }

  async #byHttp(url: string, delivery: Delivery, knobs: InboundKnobs, retry?: Retry): Promise<Outcome> {
    const { app, ackLimitMs } = this.#options;
    const known = retry ? undefined : delivery.request;
    const request = known ?? signRequest(delivery.kind, delivery.payload, app.signingSecret, knobs, retry);
    delivery.request ??= request;
    const copies = Array.from({ length: knobs.copies }, () => postRequest(url, request, ackLimitMs));
    const [first] = await Promise.all(copies);
    return first ?? { kind: 'failed', reason: 'connection_failed' };
  }

  async #bySocket(delivery: Delivery, knobs: InboundKnobs, retry?: Retry): Promise<Outcome> {
    const { sockets, ackLimitMs } = this.#options;
    const start = performance.now();
    const answer = await sockets.deliver(envelopeOf(delivery, retry), knobs.copies, ackLimitMs);
    const tookMs = performance.now() - start;
    if (answer === 'no_connection') return { kind: 'failed', reason: 'no_connection' };
    return answer === 'timed-out'
      ? { kind: 'timed-out', tookMs }
      : { kind: 'acked', body: answer.body, tookMs };
  }

  #record(kind: DeliveryKind, payload: JsonObject): Delivery {
    // Not from the world's seed: apps remember what they saw, and a world started again must not repeat itself.
    const id = randomUUID();
    const delivery: Delivery = { id, kind, payload, at: Date.now(), outcomes: [] };
    this.#deliveries.push(delivery);
    if (this.#deliveries.length > KEPT_MAX) this.#deliveries.shift();
    return delivery;
  }

  /** False: this Slack is closing, nobody is to be bothered any more. */
  async #waited(delayMs: number): Promise<boolean> {
    try {
      await sleep(delayMs, undefined, { signal: this.#stopping.signal });
      return true;
    } catch {
      return false;
    }
  }
}

function envelopeOf({ id, kind, payload }: Delivery, retry: Retry | undefined): JsonObject {
  const answerable =
    kind === 'slash_commands' ||
    payload['type'] === 'view_submission' ||
    payload['type'] === 'block_suggestion';
  return {
    envelope_id: id,
    type: kind,
    payload,
    accepts_response_payload: answerable,
    ...(kind === 'events_api'
      ? { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' }
      : {}),
  };
}

function reasonOf(outcome: Outcome): string {
  if (outcome.kind === 'timed-out') return 'http_timeout';
  return outcome.kind === 'failed' && outcome.reason === 'http_error' ? 'http_error' : 'connection_failed';
}
