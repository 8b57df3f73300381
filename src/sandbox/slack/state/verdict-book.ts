import type { Verdict } from '../limits/verdict.ts';
import type { JsonObject } from './json-object.ts';

/** A message or view that reached Slack, with what Slack's limits say of it. */
export interface Judged {
  /** The method or way by which it came: `chat.postMessage`, `views.open`, `response_url`, `ack` … */
  readonly via: string;
  readonly surface: 'message' | 'modal' | 'home';
  readonly content: JsonObject;
  readonly verdict: Verdict;
}

/** A live message edited twice a second for hours must not fill the memory. */
const KEPT_MAX = 20_000;

/** Everything that was judged, refused or not, so that a test can ask whether all that a scenario said held the limits. */
export class VerdictBook {
  #judged: Judged[] = [];
  #refused: Judged[] = [];

  record(judged: Judged): void {
    this.#judged.push(judged);
    if (this.#judged.length > KEPT_MAX) this.#judged.shift();
    if (!judged.verdict.ok) this.#refused.push(judged);
  }

  /** The latest 20,000, oldest first. */
  all(): readonly Judged[] {
    return this.#judged;
  }

  /** Every one that broke a limit, none forgotten. */
  refused(): readonly Judged[] {
    return this.#refused;
  }
}
