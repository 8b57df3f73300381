import { claimKey, withSamples } from '../../../src/core/health/gate-record.ts';
import type { GateRecord } from '../../../src/core/health/gate-record.ts';
import type { Sample } from '../../../src/core/health/sample.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';
import { aBaseline, CHECKOUT, cohort, evaluations, NOBODY } from '../../core/health/a-window.ts';
import { aHaltedRollout } from './a-rollout.ts';

export const RULE_F = `${CHECKOUT}: errors 10 % (40 of 400 requests) on patched nodes, 0.33 % (4 of 1,200 requests) on the others, 4 evaluations in a row (rule F).`;

/** Halted by rule F: the patched pods were too young at first, then fine, and then one request in ten failed. */
export function haltedByErrors(): Rollout {
  const samples = evaluations(
    { patched: NOBODY, times: 2 },
    { times: 3 },
    { patched: cohort(2, { n: 400, bad: 40, slow: 4 }), times: 4 },
  );
  const rollout = aHaltedRollout();
  const claim = rollout.active ? claimKey(rollout.active) : 'c';
  const halt = rollout.halt && { ...rollout.halt, cause: 'gate' as const, reasons: [RULE_F] };
  return { ...rollout, gate: aGateRecord(samples, claim), ...(halt ? { halt } : {}) };
}

export function aGateRecord(samples: readonly Sample[], claim = 'c'): GateRecord {
  const empty = { claim, source: 'Prometheus', scrapeMs: 15_000, baselines: [aBaseline()], samples: [] };
  return withSamples(empty, samples);
}
