import type { Counts } from '../kernel/reach.ts';
import type { Broken } from '../witness/witness.ts';
import type { SeedReport } from './seed-worker.ts';

export interface Failed {
  readonly seed: number;
  readonly heat: string;
  readonly broken: Broken;
}

/** What all seeds of a run came to together. */
export class Tally {
  readonly failed: Failed[] = [];
  /** In how many fresh seeds each was reached. */
  readonly states: Counts = {};
  readonly reasons: Counts = {};
  readonly pairs: Counts = {};
  /** Fresh ones: those of regressions.json say nothing new. */
  seeds = 0;
  hot = 0;
  twice = 0;
  /** Seeds of regressions.json. */
  known = 0;
  events = 0;
  simulatedSeconds = 0;

  add({ seed, heat, broken, events, seconds, reach, wasTwice, known }: SeedReport): void {
    if (broken) this.failed.push({ seed, heat, broken });
    this.events += events;
    this.simulatedSeconds += seconds;
    if (known) {
      this.known += 1;
      return;
    }
    this.seeds += 1;
    if (heat === 'hot') this.hot += 1;
    if (wasTwice) this.twice += 1;
    oneMore(this.states, reach.states);
    oneMore(this.reasons, reach.reasons);
    oneMore(this.pairs, reach.pairs);
  }
}

function oneMore(sum: Counts, reached: Counts): void {
  for (const name of Object.keys(reached)) sum[name] = (sum[name] ?? 0) + 1;
}
