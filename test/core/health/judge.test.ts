import { describe, expect, it } from 'vitest';
import { aBaseline, because, CHECKOUT, cohort, evaluations, judged, NOBODY, TIMING } from './a-window.ts';

const MINUTE = 60_000;

/** Patched pods that fail one request in ten; the others are as always. */
const failing = { patched: cohort(2, { n: 400, bad: 40, slow: 4 }) };
/** A difference that E sees and F does not: 12 of 700 against 6 of 1,800. */
const doubtful = {
  patched: cohort(2, { n: 700, bad: 12, slow: 4 }),
  unpatched: cohort(6, { n: 1_800, bad: 6, slow: 12 }),
};

describe('a health window', () => {
  it('is passed when it is over, was watched, and nothing got worse', () => {
    const judgement = judged(evaluations({ times: 10 }));

    expect(judgement.verdict).toBe('PASS');
    expect(judgement.reasons).toEqual([]);
    expect(judgement.judged).toContainEqual({
      workload: CHECKOUT,
      metric: 'errors',
      tier: 'T1',
      evaluations: 10,
      numbers: '0.25 % (1 of 400 requests) on patched nodes, 0.33 % (4 of 1,200 requests) on the others',
    });
    expect(judgement.judged.map(({ metric, tier }) => `${tier} ${metric}`)).toEqual([
      'T1 errors',
      'T2 errors',
      'T1 slow',
      'T2 slow',
    ]);
  });

  it('is not passed a moment before it is over, however good it looks', () => {
    const samples = evaluations({ times: 10 });

    expect(judged(samples, {}, 5 * MINUTE - 1).verdict).toBe('EXTEND');
    expect(judged(samples, {}, 5 * MINUTE).verdict).toBe('PASS');
  });

  it('is not passed when drover did not look most of the time', () => {
    const judgement = judged(evaluations({ times: 10 }), { looks: 7 });

    expect(judgement.verdict).toBe('UNKNOWN');
    expect(because(judgement)).toContain('1 more are needed');
  });

  it('is not passed without a single sample of a workload that had requests', () => {
    expect(judged([], { looks: 10 }, 5 * MINUTE).verdict).toBe('UNKNOWN');
  });

  it('asks a person when it could not be passed 15 minutes after its end', () => {
    const samples = evaluations({ times: 40, patched: cohort(2, { kind: 'error', why: 'no answer' }) });

    expect(judged(samples, {}, 20 * MINUTE).verdict).toBe('UNKNOWN');
    expect(judged(samples, {}, 20 * MINUTE + 1).verdict).toBe('PAUSE');
  });

  it('says what Kubernetes shows before anything else', () => {
    const kubernetes = { verdict: 'HALT', reasons: ['Pod/shop/checkout-1 does not come up.'] } as const;
    const judgement = judged(evaluations({ times: 2 }), { kubernetes });

    expect(judgement.verdict).toBe('HALT');
    expect(judgement.reasons[0]).toMatchObject({ tier: 'T0', sentence: kubernetes.reasons[0] });
  });
});

describe('patched pods that make the whole workload suffer', () => {
  /** Too few requests on patched nodes to compare, enough bad ones to be seen in the whole. */
  const early = { times: 2, patched: cohort(1, { n: 45, bad: 30, slow: 0 }) };

  it('halt, though the whole was seen to suffer some looks before they could be compared', () => {
    const deciding = judged(evaluations(early, { times: 3, ...failing }));
    expect(deciding.verdict).toBe('EXTEND');
    expect(because(deciding)).toContain('the next looks at its errors decide whether patching did it');

    expect(judged(evaluations(early, { times: 4, ...failing })).verdict).toBe('HALT');
  });

  it('are a matter for a person as soon as they are no worse than the others', () => {
    const alike = { patched: failing.patched, unpatched: cohort(6, { n: 1_200, bad: 120, slow: 12 }) };
    const judgement = judged(evaluations(early, { times: 3, ...failing }, alike));

    expect(judgement.verdict).toBe('PAUSE');
    expect(because(judgement)).toContain('nothing is rolled back');
  });
});

describe('patched pods against unpatched ones', () => {
  it('halts on the fourth evaluation in a row that rule F is violated, and not before', () => {
    expect(judged(evaluations({}, { times: 3, ...failing })).verdict).toBe('EXTEND');
    const judgement = judged(evaluations({}, { times: 4, ...failing }));

    expect(judgement.verdict).toBe('HALT');
    expect(because(judgement)).toBe(
      `${CHECKOUT}: errors 10 % (40 of 400 requests) on patched nodes, 0.33 % (4 of 1,200 requests) on the others, 4 evaluations in a row (rule F).`,
    );
  });

  it('begins to count anew when an evaluation in between was clean', () => {
    const samples = evaluations({ times: 3, ...failing }, {}, { times: 3, ...failing });

    expect(judged(samples).verdict).toBe('EXTEND');
  });

  it('halts on the second evaluation of a catastrophe without waiting for the window', () => {
    const catastrophe = { patched: cohort(2, { n: 400, bad: 160, slow: 4 }) };

    expect(judged(evaluations({}, catastrophe)).verdict).toBe('EXTEND');
    expect(because(judged(evaluations({}, { times: 2, ...catastrophe })))).toContain('(rule X)');
  });

  it('looks longer for a doubtful difference, and asks a person when it lasts for 15 minutes', () => {
    const at = (times: number): string => judged(evaluations({ times, ...doubtful })).verdict;

    expect(judged(evaluations({ times: 3, ...doubtful })).reasons[0]).toMatchObject({
      verdict: 'EXTEND',
      tier: 'T1',
    });
    expect([at(10), at(30), at(31)]).toEqual(['EXTEND', 'EXTEND', 'PAUSE']);
  });

  it('passes after a doubtful difference only when it stayed away for three evaluations', () => {
    const at = (clean: number): string =>
      judged(evaluations({ times: 9, ...doubtful }, { times: clean })).verdict;

    expect([at(1), at(2), at(3)]).toEqual(['EXTEND', 'EXTEND', 'PASS']);
  });

  it('does not end a window on an evaluation that is violated for the first time', () => {
    expect(judged(evaluations({ times: 9 }, failing)).verdict).toBe('EXTEND');
    expect(judged(evaluations({ times: 9 }, failing, {})).verdict).toBe('PASS');
  });

  it('never halts when both cohorts suffer alike', () => {
    const badDay = {
      patched: cohort(2, { n: 400, bad: 40, slow: 4 }),
      unpatched: cohort(6, { n: 1_200, bad: 120, slow: 12 }),
    };
    const judgement = judged(evaluations({ times: 10, ...badDay }));

    expect(judgement.verdict).toBe('PAUSE');
    expect(judgement.reasons.map(({ tier }) => tier)).toEqual(['T2']);
    expect(because(judgement)).toContain('nothing is rolled back');
  });

  it('compares slow requests in the same way', () => {
    const slow = { patched: cohort(2, { n: 400, bad: 1, slow: 60 }) };

    expect(because(judged(evaluations({ times: 4, ...slow })))).toContain(
      'requests slower than 250 ms 15 % (60 of 400 requests) on patched nodes',
    );
  });

  it.each([
    [
      'too few requests',
      { patched: cohort(2, { n: 49, bad: 20 }) },
      'only 49 requests on patched nodes, 50 are needed',
    ],
    [
      'nobody to compare with',
      { ...failing, unpatched: NOBODY },
      'none of its pods is left on an unpatched node to compare with',
    ],
    ['nobody on a patched node', { patched: NOBODY }, 'none of its pods is on a patched node'],
    ['pods that warm up', { patched: NOBODY, warming: 1 }, 'its pods on patched nodes warm up'],
  ])('does not judge %s, and says so', (_, part, why) => {
    const { notJudged, reasons } = judged(evaluations({ times: 4, ...part }));

    expect(notJudged).toContainEqual({ workload: CHECKOUT, metric: 'errors', why });
    expect(reasons.filter(({ tier }) => tier === 'T1')).toEqual([]);
  });

  it('says so when there is no histogram to tell slow requests by', () => {
    const { requests } = aBaseline();
    const { slowAboveSeconds: _, ...without } = requests!;
    const judgement = judged(evaluations({ times: 10 }), { baselines: [aBaseline({ requests: without })] });

    expect(judgement.verdict).toBe('PASS');
    expect(judgement.notJudged).toContainEqual({
      workload: CHECKOUT,
      metric: 'slow',
      why: 'there is no histogram of its durations, or its p99 is beyond the last edge',
    });
  });
});

describe('missing knowledge', () => {
  const down = { kind: 'error', why: 'Prometheus does not answer' } as const;
  const silent = { kind: 'no-data', why: 'its last point is 80 s old' } as const;

  it('neither makes an alarm nor ends one', () => {
    const gap = { patched: cohort(2, down) };

    expect(judged(evaluations({ times: 2, ...failing }, gap, { times: 2, ...failing })).verdict).toBe('HALT');
  });

  it('is unknown at the fifth error in a row', () => {
    const at = (times: number): readonly string[] =>
      judged(evaluations({ times: 8 }, { times, patched: cohort(2, down) })).reasons.map(
        ({ sentence }) => sentence,
      );

    expect(at(4).filter((sentence) => sentence.includes('times in a row'))).toEqual([]);
    expect(at(5)).toContain(
      `${CHECKOUT}: errors could not be read 5 times in a row: Prometheus does not answer.`,
    );
  });

  it.each([
    [8, 'PASS'],
    [7, 'UNKNOWN'],
  ])('is a window with %i of 10 valid evaluations: %s', (valid, verdict) => {
    const samples = evaluations({ times: 10 - valid, patched: cohort(2, silent) }, { times: valid });

    expect(judged(samples).verdict).toBe(verdict);
  });

  it('is no gap where nobody called before the rollout either', () => {
    const quiet = aBaseline({
      requests: { lengthMs: TIMING.baselineMs, n: 30, bad: 0, worst: { errors: 0 }, windows: 0 },
    });
    const samples = evaluations({ times: 10, patched: cohort(2, silent), unpatched: cohort(6, silent) });
    const judgement = judged(samples, { baselines: [quiet] });

    expect(judgement.verdict).toBe('PASS');
    expect(judgement.notJudged).toContainEqual({
      workload: CHECKOUT,
      metric: 'errors',
      why: 'it had too few requests before the rollout, too',
    });
  });

  it('of the unpatched pods holds as well', () => {
    expect(judged(evaluations({ times: 10, unpatched: cohort(6, down) })).verdict).toBe('UNKNOWN');
    expect(judged(evaluations({ times: 10, patched: NOBODY, unpatched: cohort(6, down) })).verdict).toBe(
      'UNKNOWN',
    );
  });

  it('is said aloud where there are no series, or no source at all', () => {
    const bare = aBaseline({ source: { kind: 'none', why: 'it has no series of requests' } });
    const judgement = judged(evaluations({ times: 10 }), {
      baselines: [bare],
      noSource: 'requests were not judged: no metrics source is configured',
    });

    expect(judgement.verdict).toBe('PASS');
    expect(judgement.notJudged.slice(0, 2)).toEqual([
      { why: 'requests were not judged: no metrics source is configured' },
      { workload: CHECKOUT, why: 'it has no series of requests' },
    ]);
  });
});

describe('the workload against its own past', () => {
  const alone = (bad: number): object => ({
    patched: cohort(2, { n: 400, bad, slow: 4 }),
    unpatched: NOBODY,
  });

  it('pauses on the fifth evaluation in a row above three times its rate, and never halts', () => {
    const at = (times: number): string => judged(evaluations({ times, ...alone(30) })).verdict;

    expect([at(4), at(5), at(10)]).toEqual(['EXTEND', 'PAUSE', 'PAUSE']);
  });

  it('allows half as much again as its worst window, and half a point more than its mean', () => {
    // The mean is 0.33 %, the worst window 0.8 %: the limit is 1.5 x 0.8 % = 1.2 %.
    expect(judged(evaluations({ times: 10, ...alone(4) })).verdict).toBe('PASS');
    expect(judged(evaluations({ times: 10, ...alone(5) })).verdict).toBe('PAUSE');
  });

  it('is not asked when too little of that past had requests', () => {
    const { requests } = aBaseline();
    const young = aBaseline({ requests: { ...requests!, windows: 4 } });
    const judgement = judged(evaluations({ times: 10, ...alone(30) }), { baselines: [young] });

    expect(judgement.verdict).toBe('PASS');
    expect(judgement.judged).toEqual([]);
    expect(judgement.notJudged[0]?.why).toContain('none of its pods is left');
  });
});

describe('what pods use', () => {
  const calm = { n: 400, bad: 1, slow: 4 };
  const using = (patched: object, unpatched: object): object => ({
    patched: cohort(2, calm, patched),
    unpatched: cohort(6, { n: 1_200, bad: 4, slow: 12 }, unpatched),
  });
  const throttled = (share: number): object => ({ cpu: { periods: 1_000, throttled: share * 1_000 } });

  it('looks longer when patched pods are held back by their CPU limit as the others are not, then asks a person', () => {
    const part = using(throttled(0.4), throttled(0.05));
    const at = (times: number): string => judged(evaluations({ times, ...part })).verdict;

    expect(judged(evaluations({ times: 3, ...part })).reasons[0]).toMatchObject({
      tier: 'T3',
      verdict: 'EXTEND',
    });
    expect([at(10), at(30), at(31)]).toEqual(['EXTEND', 'EXTEND', 'PAUSE']);
  });

  it.each([
    ['below a quarter', 0.25, 0.01],
    ['less than twice the others', 0.4, 0.21],
  ])('takes no offence at throttling %s', (_, patched, unpatched) => {
    expect(
      judged(evaluations({ times: 10, ...using(throttled(patched), throttled(unpatched)) })).verdict,
    ).toBe('PASS');
  });

  it('looks longer at memory that is nearly full, rising, and above the others', () => {
    const rising = [0.7, 0.91, 0.93, 0.95].map((memoryShare) => using({ memoryShare }, { memoryShare: 0.5 }));
    const full = using({ memoryShare: 0.95 }, { memoryShare: 0.5 });

    expect(because(judged(evaluations(...rising)))).toContain(
      'memory (working set of its limit, the fullest pod) 95 % on patched nodes',
    );
    expect(judged(evaluations({ times: 10, ...full })).verdict).toBe('PASS');
  });
});
