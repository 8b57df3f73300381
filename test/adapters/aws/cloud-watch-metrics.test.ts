import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudWatchMetrics } from '../../../src/adapters/aws/cloud-watch-metrics.ts';
import type { RequestSource } from '../../../src/core/health/baseline.ts';
import { parseSeriesChoice } from '../../../src/core/health/series-choice.ts';
import type { PolicyDocument } from '../../../src/sandbox/aws/iam/policy.ts';
import { startSandboxAccount } from './aws-account-for-tests.ts';
import type { SandboxAccount } from './aws-account-for-tests.ts';

const MINUTE = 60_000;
const WEB = { LoadBalancer: 'app/shop/00000000000000a1', TargetGroup: 'targetgroup/web/00000000000000b2' };
const SOURCE: RequestSource = { kind: 'ambient', name: WEB.TargetGroup, dimensions: WEB };
const COHORT = { workload: 'Deployment/shop/web', namespace: 'shop', pods: ['web-1', 'web-2'] };
const PAST = { lengthMs: 30 * MINUTE, rateMs: 4 * MINUTE, everyMs: 30_000 };
const RATE = { lengthMs: 4 * MINUTE };

/** Of each minute: how many requests, and how many of them failed or took a second. */
const ORDINARY = { requests: 600, bad: 3, slow: 5 };

const policy = JSON.parse(
  readFileSync(new URL('../../../manifests/aws/read-metrics-policy.json', import.meta.url), 'utf8'),
) as PolicyDocument;

describe('what CloudWatch says', () => {
  let world: SandboxAccount;
  let now = 0;
  let metrics: CloudWatchMetrics;

  beforeAll(async () => {
    world = await startSandboxAccount({ policies: [policy] });
    // The world's minutes pass quickly; those that are asked about are long over.
    now = Math.floor(world.clock.now() / MINUTE) * MINUTE;
    const clock = { now: () => now, real: () => now, monotonic: () => now, scale: 1, sleep: async () => {} };
    metrics = new CloudWatchMetrics(
      { region: 'us-east-1', containerInsights: 'prod' },
      clock,
      'drover/0.1.0',
    );
    for (let ago = 40; ago >= 1; ago--) report(now - ago * MINUTE, WEB.TargetGroup, ORDINARY);
    report(now - 4 * MINUTE, WEB.TargetGroup, { requests: 0, bad: 57, slow: 0 });
    for (let ago = 40; ago >= 9; ago--)
      report(now - ago * MINUTE, 'targetgroup/old/00000000000000b3', ORDINARY);
    for (const [pod, share] of [
      ['web-1', 42],
      ['web-2', 71],
    ] as const) {
      const dimensions = { ClusterName: 'prod', Namespace: 'shop', PodName: 'web', FullPodName: pod };
      const metric = 'pod_memory_utilization_over_pod_limit';
      world.cloud.metrics.report({ namespace: 'ContainerInsights', metric, dimensions }, now - 5 * MINUTE, [
        { value: share, times: 1 },
      ]);
    }
    // Until all of it has arrived.
    await world.until('the minutes arrive', async () =>
      Promise.resolve(world.clock.now() > now + 3 * MINUTE),
    );
  });

  afterAll(async () => {
    metrics.close();
    await world.close();
  });

  it('is that it may be asked', async () => {
    expect(await metrics.check()).toEqual({ kind: 'measured', value: 'CloudWatch' });
  });

  it('is found by the target group that a person names, and by nothing else', async () => {
    const choice = parseSeriesChoice(`targetGroup=${WEB.TargetGroup} loadBalancer=${WEB.LoadBalancer}`);

    expect(await metrics.find(COHORT, choice)).toEqual({ kind: 'measured', value: SOURCE });
    expect(await metrics.find(COHORT, { kind: 'known' })).toMatchObject({ kind: 'not-offered' });
    expect(await metrics.find(COHORT, parseSeriesChoice('total=my_calls'))).toMatchObject({
      kind: 'not-offered',
      why: expect.stringContaining('my_calls') as string,
    });
  });

  it('counts requests, failed and slow ones of the minutes that have arrived', async () => {
    const counted = await metrics.counts(COHORT, SOURCE, { ...RATE, slowAboveSeconds: 0.25 });

    expect(counted).toMatchObject({ kind: 'measured', value: { n: 2_400, bad: 69 } });
    expect(counted.kind === 'measured' ? counted.value.slow : undefined).toBeCloseTo(20, 6);
  });

  it('tells how it went before, with the worst window and the edge of what is slow', async () => {
    const past = await metrics.past(COHORT, SOURCE, PAST);

    expect(past).toMatchObject({
      kind: 'measured',
      value: { n: 18_000, bad: 147, slowAboveSeconds: 0.05, windows: 7, lengthMs: 30 * MINUTE },
    });
    const worst = past.kind === 'measured' ? past.value.worst : undefined;
    expect(worst?.errors).toBeCloseTo((57 + 12) / 2_400, 6);
    expect(worst?.slow).toBeCloseTo(5 / 600, 6);
  });

  it('is no data where the youngest minute is old, and where there never was a request', async () => {
    const old = { ...WEB, TargetGroup: 'targetgroup/old/00000000000000b3' };
    const ofOld: RequestSource = { kind: 'ambient', name: 'old', dimensions: old };
    const ofNobody: RequestSource = { kind: 'ambient', name: 'x', dimensions: { ...WEB, TargetGroup: 'x' } };

    expect(await metrics.counts(COHORT, ofOld, { lengthMs: 30 * MINUTE })).toMatchObject({
      kind: 'no-data',
      why: expect.stringContaining('s old') as string,
    });
    expect(await metrics.counts(COHORT, ofNobody, RATE)).toMatchObject({ kind: 'no-data' });
  });

  it('tells the fullest pod of a cohort', async () => {
    expect(await metrics.use(COHORT, 4 * MINUTE)).toEqual({
      kind: 'measured',
      value: { memoryShare: 0.71 },
    });
    expect(await metrics.use({ ...COHORT, pods: ['web-9'] }, 4 * MINUTE)).toMatchObject({ kind: 'no-data' });
  });

  it.each([
    ['a part of the truth', { MetricDataResults: [{ Id: 'q0', StatusCode: 'PartialData', Values: [1] }] }],
    ['an inner error', { MetricDataResults: [{ Id: 'q0', StatusCode: 'InternalError' }] }],
    [
      'no number',
      { MetricDataResults: [{ Id: 'q0', StatusCode: 'Complete', Timestamps: [1], Values: [-1] }] },
    ],
    ['a message', { MetricDataResults: [], Messages: [{ Code: 'x', Value: 'y' }] }],
  ])('is an error where it answers with %s', async (_, body) => {
    world.faults.add({
      target: 'aws',
      match: { path: 'GetMetricData' },
      answer: {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(body),
      },
      times: 1,
    });

    expect(await metrics.counts(COHORT, SOURCE, RATE)).toMatchObject({ kind: 'error' });
  });

  function report(at: number, group: string, { requests, bad, slow }: typeof ORDINARY): void {
    const dimensions = { ...WEB, TargetGroup: group };
    const tell = (metric: string, values: readonly { value: number; times: number }[]): void =>
      world.cloud.metrics.report({ namespace: 'AWS/ApplicationELB', metric, dimensions }, at, values);
    tell('RequestCount', [{ value: 1, times: requests }]);
    tell('HTTPCode_Target_5XX_Count', [{ value: 1, times: bad }]);
    tell('TargetResponseTime', [
      { value: 0.03, times: Math.max(0, requests - slow) },
      { value: 1, times: slow },
    ]);
  }
});

it('what may not be asked of CloudWatch is an error that names the right', async () => {
  const world = await startSandboxAccount({ policies: [] });
  const clock = { now: () => 0, real: () => 0, monotonic: () => 0, scale: 1, sleep: async () => {} };
  const metrics = new CloudWatchMetrics(
    { region: 'us-east-1', containerInsights: undefined },
    { ...clock, now: () => Date.parse('2026-01-05T08:00:00Z') },
    'drover/0.1.0',
  );
  try {
    expect(await metrics.check()).toMatchObject({
      kind: 'error',
      why: expect.stringContaining('cloudwatch:GetMetricData') as string,
    });
  } finally {
    metrics.close();
    await world.close();
  }
});
