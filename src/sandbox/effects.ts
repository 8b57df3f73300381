/** One mutating request that reached a server of the world, as the world itself saw it. */
export interface Effect {
  readonly seq: number;
  /** World time, epoch ms. */
  readonly at: number;
  /** Who: the Kubernetes user name, the IAM principal's ARN. */
  readonly actor: string;
  /** `patch nodes`, `create pods/eviction`, `autoscaling:SetDesiredCapacity` … */
  readonly verb: string;
  /** `Node/ip-10-0-1-5`, `Pod/shop/cart-1`, `AutoScalingGroup/workers`, `Instance/i-0abc`. */
  readonly object: string;
  /** The object's uid or instance id, where it has one. */
  readonly uid: string;
  /** The HTTP status that was (or would have been) answered. */
  readonly status: number;
}

/** The world's own record of what was done to it. Reads are not effects. */
export class EffectLog {
  #effects: Effect[] = [];
  #listeners = new Set<(effect: Effect) => void>();

  record(effect: Omit<Effect, 'seq'>): Effect {
    const stored = { seq: this.#effects.length + 1, ...effect };
    this.#effects.push(stored);
    for (const listener of this.#listeners) listener(stored);
    return stored;
  }

  all(): readonly Effect[] {
    return this.#effects;
  }

  /** Called synchronously, after the effect was applied and before its answer is sent. */
  subscribe(listener: (effect: Effect) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#effects = [];
  }
}
