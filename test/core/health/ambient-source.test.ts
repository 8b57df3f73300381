import { describe, expect, it } from 'vitest';
import { lookFailed, withSamples } from '../../../src/core/health/gate-record.ts';
import { liveNumbers } from '../../../src/core/health/live-numbers.ts';
import { measured } from '../../../src/core/health/measured.ts';
import { packSample, unpackSample } from '../../../src/core/health/packed-sample.ts';
import { renderMetricsCheck } from '../../../src/core/health/render-metrics-check.ts';
import type { Sample } from '../../../src/core/health/sample.ts';
import { parseSeriesChoice } from '../../../src/core/health/series-choice.ts';
import { aBaseline, because, CHECKOUT, cohort, evaluations, judged, TIMING } from './a-window.ts';

const NO_PODS = { kind: 'not-offered', why: 'the source knows no pods' } as const;
const PATCHED = cohort(2, NO_PODS);
const OTHERS = cohort(6, NO_PODS);
const AMBIENT = aBaseline({ source: { kind: 'ambient', name: 'targetgroup/checkout/1f', dimensions: {} } });

const looks = (times: number, whole: Sample['whole']): readonly Sample[] =>
  evaluations({ times, patched: PATCHED, unpatched: OTHERS, ...(whole ? { whole } : {}) });
const told = (bad: number): Sample['whole'] => measured({ n: 1_600, bad, slow: 16 });

describe('a source that knows no pods', () => {
  it('passes a window in which the whole workload is as it was, and says what was not compared', () => {
    const judgement = judged(looks(10, told(5)), { baselines: [AMBIENT] });

    expect(judgement.verdict).toBe('PASS');
    expect(judgement.judged).toContainEqual(
      expect.objectContaining({ workload: CHECKOUT, metric: 'errors', tier: 'T2' }),
    );
    expect(judgement.notJudged).toContainEqual(
      expect.objectContaining({ metric: 'errors', why: expect.stringContaining('knows no pods') as string }),
    );
  });

  it('asks a person when the whole workload got worse, and never halts', () => {
    const at = (times: number): string => judged(looks(times, told(800)), { baselines: [AMBIENT] }).verdict;

    expect([at(4), at(5), at(10)]).toEqual(['EXTEND', 'PAUSE', 'PAUSE']);
  });

  it('is never passed while it does not answer', () => {
    const judgement = judged(looks(10, { kind: 'error', why: 'it is away' }), { baselines: [AMBIENT] });

    expect(judgement.verdict).toBe('UNKNOWN');
    expect(because(judgement)).toContain('it is away');
  });

  it('is no gap where nobody called before the rollout either', () => {
    const quiet = { ...AMBIENT, requests: { ...AMBIENT.requests!, n: 10, bad: 0, slow: 0 } };
    const judgement = judged(looks(10, { kind: 'no-data', why: 'there were none' }), { baselines: [quiet] });

    expect(judgement.verdict).toBe('PASS');
  });

  it('is kept in the slot, asked again sooner after an error, and shown to people', () => {
    const [sample] = looks(1, told(5));
    const record = { claim: 'c', source: 'CloudWatch', scrapeMs: 60_000, baselines: [AMBIENT], samples: [] };
    const failed = withSamples(record, looks(1, { kind: 'error', why: 'away' }));

    expect(sample && unpackSample(packSample(sample))).toEqual(sample);
    expect(lookFailed(failed)).toBe(true);
    expect(lookFailed(withSamples(record, sample ? [sample] : []))).toBe(false);
    expect(liveNumbers(withSamples(record, sample ? [sample] : []))).toEqual([
      `${CHECKOUT}: errors 0.31 % (5 of 1,600 requests) in all`,
    ]);
    expect(renderMetricsCheck(AMBIENT, sample, TIMING).lines.join('\n')).toMatch(
      /targetgroup\/checkout\/1f[\s\S]*all pods {7}errors 0\.31 %[\s\S]*not judged: patched pods against others/,
    );
  });
});

describe('a choice of a target group', () => {
  it('names it and its load balancer by the ends of their ARNs', () => {
    expect(parseSeriesChoice('targetGroup=targetgroup/web/0a1b loadBalancer=app/shop/2c3d')).toEqual({
      kind: 'target-group',
      targetGroup: 'targetgroup/web/0a1b',
      loadBalancer: 'app/shop/2c3d',
    });
  });

  it.each([
    'targetGroup=targetgroup/web/0a1b',
    'loadBalancer=app/shop/2c3d',
    'targetGroup=web loadBalancer=app/shop/2c3d',
    'targetGroup=targetgroup/web/0a1b loadBalancer=net/shop/2c3d',
    'targetGroup=targetgroup/web/0a1b loadBalancer=app/shop/2c3d total=calls',
  ])('is unreadable as "%s"', (text) => {
    expect(parseSeriesChoice(text).kind).toBe('unreadable');
  });
});
