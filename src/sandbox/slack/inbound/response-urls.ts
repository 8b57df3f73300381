import type { Random } from '../../random.ts';

/** Documented: five answers within thirty minutes. Real time. */
const USES_MAX = 5;
const LIFE_MS = 30 * 60_000;
const KEPT_MAX = 5_000;

/** What a response_url was given out for. */
export interface ResponseContext {
  readonly user: string;
  readonly channel: string;
  /** The message on which somebody acted; undefined after a slash command, until something was answered. */
  original: { readonly ts: string; readonly ephemeral: boolean } | undefined;
  /** An interaction's answer takes the place of its message unless it says otherwise; a command's is new. */
  readonly from: 'command' | 'interaction';
}

interface Issued {
  readonly context: ResponseContext;
  readonly expiresAt: number;
  usesLeft: number;
}

/** The addresses at which an app may answer what a person did. */
export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();
  readonly #random: Random;
  readonly #origin: string;

  constructor(random: Random, origin: string) {
    this.#random = random;
    this.#origin = origin;
  }

  issue(context: ResponseContext): string {
    const id = Array.from({ length: 3 }, () => this.#random.integer(0x1_0000_0000).toString(36)).join('');
    this.#issued.set(id, { context, expiresAt: Date.now() + LIFE_MS, usesLeft: USES_MAX });
    const oldest = this.#issued.keys().next().value;
    if (this.#issued.size > KEPT_MAX && oldest !== undefined) this.#issued.delete(oldest);
    return `${this.#origin}/response/${id}`;
  }

  /** As if thirty minutes had passed. */
  expireAll(): void {
    for (const [id, issued] of this.#issued) this.#issued.set(id, { ...issued, expiresAt: 0 });
  }

  /** Whose it is, if it may still be used. */
  look(id: string): ResponseContext | 'expired_url' | 'used_url' {
    const issued = this.#issued.get(id);
    if (!issued || Date.now() > issued.expiresAt) return 'expired_url';
    return issued.usesLeft > 0 ? issued.context : 'used_url';
  }

  /** One answer was shown. */
  use(id: string): void {
    const issued = this.#issued.get(id);
    if (issued) issued.usesLeft -= 1;
  }
}
