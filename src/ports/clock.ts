/** Time, so that tests and simulations can own it. */
export interface Clock {
  /** Product time, epoch ms: scaled and anchored in a fast world (design decision 16). Windows, polls and waits of a rollout use it. */
  now(): number;
  /** Real time, epoch ms: signatures, expiries, dates of HTTP. */
  real(): number;
  /** Real time that never jumps, ms: leases and deadlines. */
  monotonic(): number;
  /** How much faster product time runs than real time. */
  readonly scale: number;
  /** Resolves after real milliseconds. */
  sleep(realMs: number): Promise<void>;
}
