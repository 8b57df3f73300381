import type { JsonObject } from '../state/json-object.ts';

/** One Web API call as the server saw it. */
export interface LoggedCall {
  readonly method: string;
  readonly args: JsonObject;
  /** Real time, epoch ms. */
  readonly at: number;
  readonly status: number;
  /** Slack's error name; undefined: `ok`. */
  readonly error: string | undefined;
}

const KEPT_MAX = 5_000;

/** The latest calls of the app, oldest first. */
export class CallLog {
  readonly #calls: LoggedCall[] = [];

  record(call: LoggedCall): void {
    this.#calls.push(call);
    if (this.#calls.length > KEPT_MAX) this.#calls.shift();
  }

  of(method?: string): readonly LoggedCall[] {
    return method === undefined ? this.#calls : this.#calls.filter((call) => call.method === method);
  }
}
