import type { Verdict } from './verdict.ts';

/** Fewer requests than this in a trailing window say nothing. health-gate.md 4.3. */
export const REQUESTS_MIN = 50;

/**
 * A rule of tier T1: one evaluation violates it when all of its conditions hold. health-gate.md 4.3; the numbers were
 * measured there, and `npm run bench:gate` measures them again.
 */
export interface ConcurrentRule {
  readonly name: 'E' | 'F' | 'X';
  /** Bad requests on patched nodes, at least. */
  readonly badMin: number;
  /** The share of bad requests is higher than on unpatched nodes by this much, at least. */
  readonly difference: number;
  /** And by this factor, at least. */
  readonly factor: number;
  /** The chance of so many bad requests on patched nodes, if patching made no difference, is smaller than this. */
  readonly alpha: number;
  /** Evaluations in a row. */
  readonly inARow: number;
  readonly gives: Extract<Verdict, 'HALT' | 'EXTEND'>;
}

/** E asks for a longer look; only F and X may halt: at E's rate of false alarms one big rollout in twenty would. */
export const CONCURRENT_RULES: readonly ConcurrentRule[] = [
  { name: 'X', badMin: 10, difference: 0.1, factor: 10, alpha: 1e-6, inARow: 2, gives: 'HALT' },
  { name: 'F', badMin: 5, difference: 0.005, factor: 2, alpha: 1e-4, inARow: 4, gives: 'HALT' },
  { name: 'E', badMin: 3, difference: 0.005, factor: 2, alpha: 1e-3, inARow: 3, gives: 'EXTEND' },
];

/** T2: the workload as a whole against its own half hour before. It may pause, never halt. health-gate.md 4.3. */
export const AMBIENT_RULE = {
  factor: 3,
  worstFactor: 1.5,
  difference: 0.005,
  inARow: 5,
  /** Windows of the baseline that must have had enough requests: fewer do not show how bad an ordinary minute is. */
  windowsMin: 5,
} as const;

/** T3: what pods use. It asks for a longer look and then for a person, never more. health-gate.md 4.3. */
export const RESOURCE_RULES = {
  throttle: { share: 0.25, factor: 2, inARow: 3 },
  memory: { share: 0.9, factor: 1.2, inARow: 3 },
} as const;

/**
 * T3 for nodes. health-gate.md 4.3 has CPU (90 % for 3 minutes, so six looks) and names pressure stalls (PSI) without a number: theirs are
 * those of throttling for waiting, and a tenth of all time for programs that all stand still. That the other nodes must be better off is
 * ours: where all are busy, patching did not do it.
 */
export const NODE_RULES = {
  'node-cpu': { share: 0.9, factor: 1.2, inARow: 6, words: 'CPU busy' },
  'cpu-pressure': { share: 0.25, factor: 2, inARow: 6, words: 'programs wait for CPU in' },
  'memory-pressure': { share: 0.1, factor: 2, inARow: 6, words: 'programs stand still for memory in' },
  'io-pressure': { share: 0.1, factor: 2, inARow: 6, words: 'programs stand still for disks in' },
} as const;

export type NodeMetric = keyof typeof NODE_RULES;

export const NODE_METRICS = ['node-cpu', 'cpu-pressure', 'memory-pressure', 'io-pressure'] as const;

/** Errors of the source in a row until what it should have said is unknown. health-gate.md 4.5. */
export const SOURCE_ERRORS_MAX = 5;

/** The share of a window's evaluations that must be valid. health-gate.md 4.1. */
export const VALID_SHARE_MIN = 0.8;

/** Evaluations without a violation after which an alarm of rule E is over. */
export const CLEAN_IN_A_ROW = 3;
