import type { Reader } from '../mrkdwn/reader.ts';
import type { Json } from '../json.ts';

/** Something that a person did to an element. */
export interface Action {
  readonly actionId: string;
  readonly blockId: string;
  /** What is chosen or typed; a button's own value. */
  readonly value?: unknown;
}

/** Where blocks stand, and what happens when somebody acts there. */
export interface Surface {
  readonly kind: 'message' | 'modal' | 'home';
  /** Tells two surfaces apart, for the names of fields and focus. */
  readonly id: string;
  readonly reader: Reader;
  /** Sends it to the app; resolves when Slack has shown what came of it. */
  act(action: Action): Promise<void>;
  /** Asks the app for options. */
  suggest(action: Action & { readonly value: string }): Promise<readonly Json[]>;
  /** What an element holds: Slack's state of it, or undefined for a message. */
  stateOf(blockId: string, actionId: string): Json | undefined;
  /** What was chosen or typed here, sent or not. */
  readonly drafts: Drafts;
  /** What is wrong with a field, by block. */
  readonly errors: Readonly<Record<string, string>>;
  /** What a person sees beside an element whose click failed. */
  troubleWith(actionId: string): string | undefined;
}

/** By block and action, as it will be sent. */
export class Drafts {
  readonly #values = new Map<string, Map<string, unknown>>();

  get(blockId: string, actionId: string): unknown {
    return this.#values.get(blockId)?.get(actionId);
  }

  set(blockId: string, actionId: string, value: unknown): void {
    const block = this.#values.get(blockId) ?? new Map<string, unknown>();
    this.#values.set(blockId, block.set(actionId, value));
  }

  /** `{block: {action: value}}` */
  all(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    return Object.fromEntries(
      [...this.#values].map(([block, values]) => [block, Object.fromEntries(values)]),
    );
  }
}
