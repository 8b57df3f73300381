/**
 * Runs at most one piece of work a key at once in this process. Asked again meanwhile, it runs once more afterwards,
 * so that what happened during the first run is not missed.
 */
export class SingleFlight<T> {
  readonly #running = new Map<string, Promise<T>>();
  readonly #again = new Map<string, Promise<T>>();

  run(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (!running) return this.#start(key, work);
    const waiting = this.#again.get(key);
    if (waiting) return waiting;
    const next = running
      .catch(() => undefined)
      .then(() => {
        this.#again.delete(key);
        return this.#start(key, work);
      });
    this.#again.set(key, next);
    return next;
  }

  isRunning(key: string): boolean {
    return this.#running.has(key);
  }

  /** Whether it will run once more anyway. */
  isAskedAgain(key: string): boolean {
    return this.#again.has(key);
  }

  /** Resolves when nothing of this key is under way any more. */
  async settled(key: string): Promise<void> {
    await Promise.allSettled([this.#running.get(key), this.#again.get(key)]);
  }

  #start(key: string, work: () => Promise<T>): Promise<T> {
    const running = work().finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }
}
