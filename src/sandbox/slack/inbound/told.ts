import type { JsonObject } from '../state/json-object.ts';

/** An event that the app may hear of, if it subscribed to it under this name and has the scope. */
export interface Told {
  readonly subscription: string;
  /** Left out: it needs none. */
  readonly scope?: string;
  readonly event: JsonObject;
}
