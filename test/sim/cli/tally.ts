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
  readonly states: Counts = {};
  readonly reasons: Counts = {};
  readonly pairs: Counts = {};
  seeds = 0;
  hot = 0;
  twice = 0;
  events = 0;
  simulatedSeconds = 0;

  add({ seed, heat, broken, events, seconds, reach, wasTwice }: SeedReport): void {
    this.seeds += 1;
    if (heat === 'hot') this.hot += 1;
    if (wasTwice) this.twice += 1;
    this.events += events;
    this.simulatedSeconds += seconds;
    sumInto(this.states, reach.states);
    sumInto(this.reasons, reach.reasons);
    sumInto(this.pairs, reach.pairs);
    if (broken) this.failed.push({ seed, heat, broken });
  }
}

function sumInto(sum: Counts, more: Counts): void {
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count;
}
