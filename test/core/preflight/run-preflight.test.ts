import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FleetSnapshot, Readings } from '../../../src/core/fleet/fleet-snapshot.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import type { PreflightCheck } from '../../../src/core/preflight/preflight-check.ts';
import { runGate, runPreflight } from '../../../src/core/preflight/run-preflight.ts';
import { aHealthyFleet } from '../../fakes/builders/a-healthy-fleet.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';
import { aSnapshot } from '../../fakes/builders/a-snapshot.ts';

const QUIET: PreflightCheck = {
  id: 'quiet',
  number: 0,
  title: 'Says nothing',
  why: '',
  severities: [],
  gate: false,
  needs: ['budgets'],
  uses: ['group'],
  inspect: () => [],
};

function run(check: Partial<PreflightCheck>, readings: Partial<Readings> = {}) {
  return runPreflight(aSnapshot({ readings }), DEFAULT_POLICY, [{ ...QUIET, ...check }]);
}

describe('preflight', () => {
  it('lets a healthy fleet pass without a blocker, a doubt or a warning', () => {
    const report = runPreflight(aHealthyFleet(), DEFAULT_POLICY);
    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(report.unknown).toEqual([]);
    expect(report.verdict).toBe('clean');
  });

  it('calls a check that found nothing passed', () => {
    expect(run({})).toMatchObject({ verdict: 'clean', passed: ['quiet'], findings: [], unknown: [] });
  });

  it('never passes what could not be read', () => {
    const forbidden = { kind: 'unread', reason: 'forbidden' } as const;
    expect(run({}, { budgets: forbidden })).toMatchObject({
      verdict: 'unknown',
      passed: [],
      unknown: [{ id: 'quiet', reason: 'budgets could not be read: forbidden' }],
    });
    expect(run({}, { group: forbidden })).toMatchObject({ verdict: 'unknown', passed: [] });
  });

  it('skips, and says so, what was not asked for', () => {
    const skipped = { kind: 'skipped', reason: 'no AWS' } as const;
    expect(run({}, { budgets: skipped })).toMatchObject({
      verdict: 'clean',
      passed: [],
      skipped: [{ id: 'quiet', reason: 'no AWS' }],
    });
    expect(run({}, { group: skipped })).toMatchObject({ passed: ['quiet'] });
  });

  it('takes a check that breaks down for a doubt', () => {
    const inspect = () => {
      throw new Error('no metadata');
    };
    expect(run({ inspect })).toMatchObject({
      verdict: 'unknown',
      unknown: [{ reason: 'the check could not be answered: no metadata' }],
    });
  });

  it.each([
    [['blocker', undefined, 'warning'], 'blockers'],
    [[undefined, 'warning'], 'unknown'],
    [['warning', 'info'], 'warnings'],
    [['info'], 'clean'],
  ] as const)('makes of %j the verdict %s', (severities, verdict) => {
    const words = { objects: [], message: '', fix: '', reason: '' };
    const inspect = () => severities.map((severity) => ({ ...words, severity }));
    expect(run({ inspect: inspect as PreflightCheck['inspect'] }).verdict).toBe(verdict);
  });

  it('does not depend on the order in which anything was listed', () => {
    const fleet = aHealthyFleet({ pods: [aPod({ name: 'bare', owner: null }), aPod({ name: 'lost' })] });
    const expected = runPreflight(fleet, DEFAULT_POLICY);
    expect(expected.findings.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(runPreflight(shuffled(fleet, seed), DEFAULT_POLICY)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the gate before a node', () => {
  it('looks at that node alone, with the cheap checks alone', () => {
    const pods = [
      aPod({ name: 'here', node: 'n1', owner: null }),
      aPod({ name: 'there', node: 'n2', owner: null }),
    ];
    const report = runGate(aHealthyFleet({ pods }), DEFAULT_POLICY, 'n2');
    expect(report.findings.map(({ objects }) => objects[0])).toEqual(['Pod/shop/there']);
    expect(report.passed).not.toContain('pdb-missing');
  });
});

function shuffled(snapshot: FleetSnapshot, seed: number): FleetSnapshot {
  const readings = Object.entries(snapshot.readings).map(([name, reading]): [string, unknown] => [
    name,
    reading.kind === 'read' && Array.isArray(reading.value)
      ? { ...reading, value: inAnyOrder(reading.value, seed) }
      : reading,
  ]);
  const targets = snapshot.targets.toReversed();
  return { ...snapshot, targets, readings: Object.fromEntries(readings) as unknown as Readings };
}

function inAnyOrder(list: readonly unknown[], seed: number): readonly unknown[] {
  const order = fc.shuffledSubarray([...list], { minLength: list.length });
  return fc.sample(order, { seed, numRuns: 1 })[0] ?? [];
}
