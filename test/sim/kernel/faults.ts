import type { Chance } from './chance.ts';
import type { FaultName, Regime } from './regime.ts';

const HOUR_MS = 3_600_000;

/** Decides whether a fault strikes, and says so to who keeps count. After `stop` nothing strikes any more. */
export class Faults {
  readonly #regime: Regime;
  readonly #onStrike: (fault: FaultName) => void;
  #stopped = false;

  constructor(regime: Regime, onStrike: (fault: FaultName) => void) {
    this.#regime = regime;
    this.#onStrike = onStrike;
  }

  /** For faults that are a probability. */
  strikes(fault: FaultName, chance: Chance): boolean {
    const rate = this.#regime.rates[fault];
    if (this.#stopped || rate === 0 || !chance.is(rate)) return false;
    this.#onStrike(fault);
    return true;
  }

  /** For faults that come so often in an hour: ms until the next one. Undefined: never. */
  nextIn(fault: FaultName, chance: Chance): number | undefined {
    const rate = this.#regime.rates[fault];
    return rate === 0 ? undefined : chance.wait(HOUR_MS / rate);
  }

  /** A fault that came by its hour; false if it may not any more. */
  comes(fault: FaultName): boolean {
    if (!this.#stopped) this.#onStrike(fault);
    return !this.#stopped;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
  }
}
