import type { Verdict } from './verdict.ts';

/** When something bad that lasts becomes a verdict. Durations in ms of product time. */
export interface FactRule {
  /** From so long on, in order: the last one reached counts. */
  readonly steps: readonly { readonly afterMs: number; readonly verdict: Verdict }[];
  /** While it is seen and no step is reached yet, the window is not passed. */
  readonly say: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How long a pod may wait for a node that an autoscaler brings. health-gate.md T0: 10 min. */
export const AUTOSCALER_MAX_MS = 10 * MINUTE;

/** T0 of health-gate.md 4.3: Kubernetes facts, each with how long it must last. */
export const FACT_RULES = {
  'node-not-ready': { steps: [{ afterMs: 60 * SECOND, verdict: 'HALT' }], say: 'is not Ready' },
  'node-flapping': {
    steps: [{ afterMs: 0, verdict: 'HALT' }],
    say: 'left and regained Ready twice in the window',
  },
  'node-pressure': { steps: [{ afterMs: 0, verdict: 'HALT' }], say: 'reports' },
  'daemon-not-ready': {
    steps: [{ afterMs: 5 * MINUTE, verdict: 'HALT' }],
    say: 'is not Ready on a patched node',
  },
  'daemon-restarted': { steps: [{ afterMs: 0, verdict: 'HALT' }], say: 'restarted on a patched node' },
  // "Seen twice, 30 s apart": a single crash while starting is no verdict.
  'pod-broken': { steps: [{ afterMs: 30 * SECOND, verdict: 'HALT' }], say: 'does not come up' },
  'pod-restarting': { steps: [{ afterMs: 0, verdict: 'HALT' }], say: 'restarts again and again' },
  'pod-pending': { steps: [{ afterMs: 2 * MINUTE, verdict: 'HALT' }], say: 'finds no node' },
  // "Cluster Autoscaler scaling: EXTEND to 10 min".
  'pod-awaits-node': {
    steps: [{ afterMs: AUTOSCALER_MAX_MS, verdict: 'HALT' }],
    say: 'finds no node, and an autoscaler brings one',
  },
  'pod-stuck-creating': { steps: [{ afterMs: 5 * MINUTE, verdict: 'PAUSE' }], say: 'does not start' },
  'pod-flapping': { steps: [{ afterMs: 0, verdict: 'EXTEND' }], say: 'changes between ready and unready' },
  // The window was kept open for it, and it went on: EXTEND, then HALT.
  'pod-flapping-on': {
    steps: [{ afterMs: 0, verdict: 'HALT' }],
    say: 'changes between ready and unready again and again',
  },
  'workload-short': {
    steps: [
      { afterMs: 3 * MINUTE, verdict: 'PAUSE' },
      { afterMs: 10 * MINUTE, verdict: 'HALT' },
    ],
    say: 'has fewer available pods than before',
  },
  'budget-short': {
    steps: [{ afterMs: 3 * MINUTE, verdict: 'PAUSE' }],
    say: 'has fewer healthy pods than it wants',
  },
} as const satisfies Readonly<Record<string, FactRule>>;

export type FactRuleName = keyof typeof FACT_RULES;

/** Restarts of one pod beyond what was first seen that count as "again and again". health-gate.md T0: +2. */
export const RESTARTS_MAX = 2;

/** Changes of Ready of one pod in the window that count as flapping. health-gate.md T0: 3. */
export const POD_TRANSITIONS_MAX = 3;

/** And that many of them in the window mean that it does not come to rest. */
export const POD_TRANSITIONS_HALT = 2 * POD_TRANSITIONS_MAX;

/** A pod whose Ready did not change for so long (product ms) has come to rest, as far as the settling is concerned. */
export const FLAPS_FORGOTTEN_MS = 2 * MINUTE;

/** Losses of Ready of one node in the window that count as flapping. health-gate.md T0: 2. */
export const NODE_TRANSITIONS_MAX = 2;
