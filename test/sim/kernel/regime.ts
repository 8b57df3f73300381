import type { Chance } from './chance.ts';

/**
 * Everything that can go wrong, how often in a mild world and how often in a brutal one. `call`: probability at each
 * call of a port. `effect`: at each call that changes something. `hour`: how often in an hour. `object`: probability for
 * each instance, pod or workload.
 */
const TABLE = {
  // The wire.
  'lost-request': { unit: 'call', mild: 0.000_5, brutal: 0.03 },
  'lost-answer': { unit: 'call', mild: 0.000_5, brutal: 0.03 },
  late: { unit: 'effect', mild: 0.004, brutal: 0.12 },
  slow: { unit: 'call', mild: 0.001, brutal: 0.03 },
  twice: { unit: 'effect', mild: 0.004, brutal: 0.1 },
  busy: { unit: 'call', mild: 0.000_5, brutal: 0.03 },
  'server-error': { unit: 'call', mild: 0.000_5, brutal: 0.03 },
  conflict: { unit: 'effect', mild: 0.004, brutal: 0.12 },
  'stale-read': { unit: 'call', mild: 0.01, brutal: 0.4 },
  'audit-full': { unit: 'hour', mild: 0.3, brutal: 3 },
  // Whole services, for a while.
  'kubernetes-down': { unit: 'hour', mild: 0.5, brutal: 8 },
  'aws-down': { unit: 'hour', mild: 0.5, brutal: 8 },
  'slack-down': { unit: 'hour', mild: 0.5, brutal: 8 },
  'redis-down': { unit: 'hour', mild: 0.5, brutal: 8 },
  'cut-off': { unit: 'hour', mild: 0.5, brutal: 12 },
  forbidden: { unit: 'hour', mild: 0.2, brutal: 3 },
  'redis-wiped': { unit: 'hour', mild: 0.5, brutal: 12 },
  'wake-lost': { unit: 'call', mild: 0.01, brutal: 0.5 },
  // Processes.
  'crash-before': { unit: 'effect', mild: 0.002, brutal: 0.06 },
  'crash-after': { unit: 'effect', mild: 0.002, brutal: 0.06 },
  crash: { unit: 'hour', mild: 0.5, brutal: 20 },
  restart: { unit: 'hour', mild: 0.5, brutal: 12 },
  pause: { unit: 'call', mild: 0.000_1, brutal: 0.004 },
  'pause-at-effect': { unit: 'effect', mild: 0.002, brutal: 0.08 },
  'clock-set': { unit: 'hour', mild: 0.2, brutal: 4 },
  'clock-drift': { unit: 'object', mild: 0.1, brutal: 0.7 },
  // The cloud.
  'no-capacity': { unit: 'hour', mild: 0.3, brutal: 5 },
  'never-joins': { unit: 'object', mild: 0.005, brutal: 0.15 },
  'wrong-image': { unit: 'object', mild: 0.003, brutal: 0.06 },
  'slow-boot': { unit: 'object', mild: 0.02, brutal: 0.3 },
  'name-again': { unit: 'object', mild: 0.2, brutal: 0.9 },
  'instance-lost': { unit: 'hour', mild: 0.2, brutal: 4 },
  'zone-rebalance': { unit: 'hour', mild: 0.3, brutal: 6 },
  'node-silent': { unit: 'hour', mild: 0.3, brutal: 6 },
  'node-object-gone': { unit: 'hour', mild: 0.1, brutal: 3 },
  'autoscaler-takes': { unit: 'hour', mild: 1, brutal: 30 },
  // Workloads.
  'pod-clings': { unit: 'object', mild: 0.003, brutal: 0.06 },
  'volume-clings': { unit: 'object', mild: 0.01, brutal: 0.2 },
  'crash-on-new': { unit: 'object', mild: 0.01, brutal: 0.15 },
  'budget-closes': { unit: 'hour', mild: 0.3, brutal: 5 },
  'second-budget': { unit: 'hour', mild: 0.1, brutal: 2 },
  'bare-pod': { unit: 'hour', mild: 0.1, brutal: 2 },
  'pod-dies': { unit: 'hour', mild: 0.5, brutal: 10 },
  // People with kubectl and the console.
  'somebody-cordons': { unit: 'hour', mild: 0.3, brutal: 8 },
  'somebody-uncordons': { unit: 'hour', mild: 0.3, brutal: 8 },
  'somebody-deletes-pod': { unit: 'hour', mild: 0.3, brutal: 8 },
  'somebody-scales': { unit: 'hour', mild: 0.3, brutal: 6 },
  'somebody-tolerates': { unit: 'hour', mild: 0.1, brutal: 2 },
  'somebody-sets-desired': { unit: 'hour', mild: 0.2, brutal: 4 },
  'somebody-sets-bounds': { unit: 'hour', mild: 0.1, brutal: 3 },
  'somebody-sets-template': { unit: 'hour', mild: 0.1, brutal: 3 },
  'somebody-deletes-slot': { unit: 'hour', mild: 0.02, brutal: 0.5 },
  'somebody-edits-slot': { unit: 'hour', mild: 0.2, brutal: 10 },
  brake: { unit: 'hour', mild: 0.2, brutal: 4 },
  denial: { unit: 'hour', mild: 0.2, brutal: 3 },
  // People in the chat, beyond those who ask and approve.
  'click-at-random': { unit: 'hour', mild: 2, brutal: 60 },
  'click-of-stranger': { unit: 'hour', mild: 1, brutal: 20 },
  'click-twice': { unit: 'call', mild: 0.05, brutal: 0.5 },
} as const satisfies Readonly<
  Record<string, { unit: 'call' | 'effect' | 'hour' | 'object'; mild: number; brutal: number }>
>;

export type FaultName = keyof typeof TABLE;

export const FAULT_NAMES = Object.keys(TABLE) as readonly FaultName[];

/** How hard the world is on a seed. */
export interface Regime {
  /** 0 is mild, 1 brutal. */
  readonly intensity: number;
  readonly rates: Readonly<Record<FaultName, number>>;
}

export type Heat = 'mild' | 'hot';

/** A fault is switched off in a seed with this probability: what only shows where another fault is absent shows, too. */
const OFF = 0.5;

/** One fault of a seed is this much more frequent. */
const FOCUS = 3;

const INTENSITIES: Readonly<Record<Heat, readonly [number, number]>> = {
  mild: [0, 0.5],
  hot: [0.5, 1],
};

/** What is done to the faults of a seed beside what it draws. */
export interface Aim {
  /** Faults that are masked. */
  readonly without?: readonly FaultName[];
  /** Faults that are there for sure, each as frequent as one in focus: what a hunt for something certain needs. */
  readonly focus?: readonly FaultName[];
}

/** Draws a regime: an intensity, and which faults there are at all ("swarm testing"). */
export function drawRegime(chance: Chance, heat: Heat, { without = [], focus: sure = [] }: Aim = {}): Regime {
  const [low, high] = INTENSITIES[heat];
  const intensity = chance.between(low, high);
  const focus = chance.pick(FAULT_NAMES);
  const rates = FAULT_NAMES.map((name): [FaultName, number] => {
    const { mild, brutal } = TABLE[name];
    const isFocus = name === focus || sure.includes(name);
    const isOff = chance.is(OFF) && !isFocus;
    const rate = mild * (brutal / mild) ** intensity * (isFocus ? FOCUS : 1);
    return [name, isOff || without.includes(name) ? 0 : rate];
  });
  return { intensity, rates: Object.fromEntries(rates) as Record<FaultName, number> };
}
