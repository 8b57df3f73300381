import type { JsonObject } from '../state/json-object.ts';

/** The three ways in which Slack speaks to an app. */
export type DeliveryKind = 'slash_commands' | 'interactive' | 'events_api';

/** How the app took it. */
export type Outcome =
  /** Acknowledged in time, maybe with an answer; text stands in `text`. */
  | { readonly kind: 'acked'; readonly body: JsonObject | undefined; readonly tookMs: number }
  /** No answer in time. What the app does later, it does; the person saw an error. */
  | { readonly kind: 'timed-out'; readonly tookMs: number }
  /** Refused, or there was nobody to take it. */
  | {
      readonly kind: 'failed';
      readonly reason: 'http_error' | 'connection_failed' | 'no_connection';
      readonly status?: number;
      /** The app asked not to be sent it again (`X-Slack-No-Retry`). */
      readonly noRetry?: boolean;
    };

/** Something that was sent to the app, kept so that it can be looked at and sent again. */
export interface Delivery {
  /** Also the envelope's id in Socket Mode. */
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly payload: JsonObject;
  /** Real time, epoch ms. */
  readonly at: number;
  /** One for each attempt, retries and replays included. */
  readonly outcomes: Outcome[];
  /** The HTTP request as it was first signed and sent; undefined in Socket Mode. */
  request?: SignedRequest;
}

export interface SignedRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What may go wrong on the way to the app; everything off is the well-behaved Slack. */
export interface InboundKnobs {
  /** Real milliseconds before each delivery. */
  latencyMs: number;
  /** Seconds that the signature's timestamp is ahead (or, negative, behind). */
  clockSkewSeconds: number;
  signature: 'right' | 'wrong' | 'missing' | 'short';
  /** 2 sends everything twice: the same signed request, the same envelope. */
  copies: number;
  /** The app's answers are lost: it did the work, and the person sees a failure. */
  loseAnswers: boolean;
}

export function wellBehaved(): InboundKnobs {
  return { latencyMs: 0, clockSkewSeconds: 0, signature: 'right', copies: 1, loseAnswers: false };
}
