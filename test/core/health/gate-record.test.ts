import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimKey, lookFailed, withSamples } from '../../../src/core/health/gate-record.ts';
import { packSample, unpackSample } from '../../../src/core/health/packed-sample.ts';
import { parseSeriesChoice } from '../../../src/core/health/series-choice.ts';
import { cohort, evaluations } from './a-window.ts';

const tenth = fc.nat(1_000_000).map((value) => value / 10);
const whole = fc.nat(100_000);
const gap = fc.record({
  kind: fc.constantFrom('error' as const, 'no-data' as const, 'not-offered' as const),
  why: fc.string({ maxLength: 100 }),
});
const requests = fc.oneof(
  gap,
  fc
    .record(
      { n: tenth, bad: tenth, slow: tenth, p99Seconds: whole.map((ms) => ms / 1_000) },
      { requiredKeys: ['n', 'bad'] },
    )
    .map((value) => ({ kind: 'measured' as const, value })),
);
const use = fc.oneof(
  gap,
  fc
    .record(
      {
        cpu: fc.record({ periods: tenth, throttled: tenth }),
        memoryShare: fc.nat(1_000).map((v) => v / 1_000),
      },
      { requiredKeys: [] },
    )
    .map((value) => ({ kind: 'measured' as const, value })),
);
const side = fc.record({ pods: whole, requests, use });

describe('the record of a window', () => {
  it('gives back every sample as it was put in', () => {
    fc.assert(
      fc.property(side, side, whole, (patched, unpatched, warming) => {
        const sample = { workload: 'Deployment/a/b', at: 1, patched, unpatched, warming };
        expect(unpackSample(packSample(sample))).toEqual(sample);
      }),
    );
  });

  it('keeps the newest samples, and takes less room than the slot has', () => {
    const baselines = Array.from({ length: 40 }, (_, index) => ({
      workload: `Deployment/a-namespace/a-workload-${index}`,
      source: { kind: 'none', why: 'x' } as const,
    }));
    let record = withSamples({ claim: 'c', source: 's', scrapeMs: 1, baselines, samples: [] }, []);
    for (const sample of evaluations({ times: 100 }))
      record = withSamples(
        record,
        baselines.map(({ workload }) => ({ ...sample, workload })),
      );

    expect(record.samples).toHaveLength(2_000);
    expect(record.samples.at(-1)?.[1]).toBe(100 * 30_000);
    expect(JSON.stringify(record).length).toBeLessThan(450_000);
  });

  it('knows whether the last look had no answer', () => {
    const samples = (last: Parameters<typeof cohort>[1]): Parameters<typeof withSamples>[1] =>
      evaluations({ patched: cohort(1, { kind: 'error', why: 'x' }) }, { patched: cohort(1, last) });
    const record = { claim: 'c', source: 's', scrapeMs: 1, baselines: [], samples: [] };

    expect(lookFailed(withSamples(record, samples({ kind: 'error', why: 'x' })))).toBe(true);
    expect(lookFailed(withSamples(record, samples({ kind: 'no-data', why: 'x' })))).toBe(false);
    expect(lookFailed(record)).toBe(false);
  });

  it('is of one claim: the same node claimed again is another case', () => {
    const node = { name: 'n', uid: 'u', instanceId: 'i', zone: 'z' };

    expect(claimKey({ node, claimedAt: 1 })).not.toBe(claimKey({ node, claimedAt: 2 }));
  });
});

describe('the annotation that chooses series', () => {
  it('names a counter, its label of codes, and a histogram', () => {
    expect(parseSeriesChoice('total=calls code=outcome bad=err.* histogram=calls_bucket unit=ms')).toEqual({
      kind: 'series',
      series: {
        name: 'calls',
        total: 'calls',
        only: {},
        codeLabel: 'outcome',
        badCodes: 'err.*',
        histogram: { bucket: 'calls_bucket', unitSeconds: 0.001 },
      },
    });
    expect(parseSeriesChoice(' none ')).toEqual({ kind: 'none' });
  });

  it.each(['', 'calls', 'total=a{b="c"}', 'total=calls code=a,b', 'total=calls unit=h', 'total=calls x=1'])(
    'is said to be unreadable: %j',
    (text) => expect(parseSeriesChoice(text)).toMatchObject({ kind: 'unreadable' }),
  );
});
