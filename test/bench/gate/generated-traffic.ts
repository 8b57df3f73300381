import { Chance } from './chance.ts';

/** A kind of traffic, as health-gate.md 4.4 generates it. */
export interface TrafficModel {
  /** Requests a second of the whole workload. */
  readonly rps: number;
  /** The share of requests that fail on average. */
  readonly base: number;
  /** How bursty errors are: the sigma of a lognormal factor on their rate, which patched and unpatched pods share. */
  readonly sigma: number;
  /** A further factor that each cohort has for itself: pods that are not quite exchangeable. 0 in health-gate.md's model. */
  readonly ownSigma: number;
  /** The share of requests that go to patched pods. */
  readonly share: number;
  /** How many times as many errors patched pods have: 1 is healthy. */
  readonly regression: number;
}

/** Requests and failed ones of one step, of the pods on patched nodes and of the others. */
export interface Step {
  readonly patched: { readonly n: number; readonly bad: number };
  readonly unpatched: { readonly n: number; readonly bad: number };
}

/** Seconds of a step. */
export const STEP_SECONDS = 15;

/** What is left of a burst after one step: bursts last about two and a half minutes. */
const PERSISTENCE = 0.9;

/** Traffic has its own, smaller ups and downs. */
const LOAD_SIGMA = 0.2;

/** `count` steps of traffic; before `patchedFrom` no request goes to a patched pod. */
export function generateSteps(
  model: TrafficModel,
  count: number,
  patchedFrom: number,
  chance: Chance,
): readonly Step[] {
  const errors = new Bursts(model.sigma, chance);
  const load = new Bursts(LOAD_SIGMA, chance);
  const own = { patched: new Bursts(model.ownSigma, chance), unpatched: new Bursts(model.ownSigma, chance) };
  return Array.from({ length: count }, (_, index): Step => {
    const share = index < patchedFrom ? 0 : model.share;
    const requests = model.rps * STEP_SECONDS * load.next();
    const rate = model.base * errors.next();
    return {
      patched: draw(requests * share, rate * model.regression * own.patched.next(), chance),
      unpatched: draw(requests * (1 - share), rate * own.unpatched.next(), chance),
    };
  });
}

function draw(mean: number, rate: number, chance: Chance): Step['patched'] {
  const n = chance.poisson(mean);
  return { n, bad: Math.min(n, chance.poisson(n * Math.min(1, rate))) };
}

/** A factor with the mean 1 whose logarithm is an AR(1) process. */
class Bursts {
  readonly #sigma: number;
  readonly #chance: Chance;
  #z: number;

  constructor(sigma: number, chance: Chance) {
    this.#sigma = sigma;
    this.#chance = chance;
    this.#z = chance.normal();
  }

  next(): number {
    this.#z = PERSISTENCE * this.#z + Math.sqrt(1 - PERSISTENCE ** 2) * this.#chance.normal();
    return Math.exp(this.#sigma * this.#z - this.#sigma ** 2 / 2);
  }
}
