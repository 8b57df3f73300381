import type { Random } from '../random.ts';

/** Standard normal, by Box and Muller. */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** From this mean on a rounded normal is as good. */
const MEAN_LARGE = 60;

export function poisson(mean: number, random: Random): number {
  if (!(mean > 0)) return 0;
  if (mean > MEAN_LARGE) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}

/** How much of a burst is left after a minute. */
const LEFT_AFTER_MINUTE = 0.65;

/** A factor of mean 1 that wanders: its logarithm is an AR(1) process, so bursts come and last for some minutes. */
export class Burst {
  readonly #sigma: number;
  readonly #random: Random;
  #z: number;

  constructor(sigma: number, random: Random) {
    this.#sigma = sigma;
    this.#random = random;
    this.#z = normal(random);
  }

  next(seconds: number): number {
    const left = LEFT_AFTER_MINUTE ** (seconds / 60);
    this.#z = left * this.#z + Math.sqrt(1 - left ** 2) * normal(this.#random);
    return Math.exp(this.#sigma * this.#z - this.#sigma ** 2 / 2);
  }
}
