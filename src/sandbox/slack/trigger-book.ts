import type { Random } from '../random.ts';

/** Documented for trigger_id. Real time. */
const TRIGGER_LIFE_MS = 3_000;
/** Old triggers are forgotten beyond this many. */
const KEPT_MAX = 5_000;

export interface Trigger {
  readonly user: string;
  /** The modal in which the person acted, if it was one: only from there may another be pushed. */
  readonly viewId: string | undefined;
  readonly expiresAt: number;
  used: boolean;
}

/** Trigger ids: a person acted, so for three seconds the app may open one modal before them. */
export class TriggerBook {
  readonly #triggers = new Map<string, Trigger>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  issue(user: string, viewId?: string): string {
    const noise = this.#random.integer(0x1_0000_0000).toString(16).padStart(8, '0');
    const id = `${Date.now()}.${1_000_000 + this.#triggers.size}.${noise}`;
    this.#triggers.set(id, { user, viewId, expiresAt: Date.now() + TRIGGER_LIFE_MS, used: false });
    const oldest = this.#triggers.keys().next().value;
    if (this.#triggers.size > KEPT_MAX && oldest !== undefined) this.#triggers.delete(oldest);
    return id;
  }

  /** Looks without using it up: Slack first checks the view that is to be opened. */
  look(id: string): Trigger | 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' {
    const trigger = this.#triggers.get(id);
    if (!trigger) return 'invalid_trigger_id';
    if (trigger.used) return 'exchanged_trigger_id';
    return Date.now() > trigger.expiresAt ? 'expired_trigger_id' : trigger;
  }
}
