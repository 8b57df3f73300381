import { afterEach, describe, expect, it } from 'vitest';
import { MetricBook } from '../../../src/sandbox/aws/cloudwatch/metric-book.ts';
import { WorldClock } from '../../../src/sandbox/clock.ts';
import type { MetricsServer } from '../../../src/sandbox/kubernetes/http/pod-metrics.ts';
import { openOtherSources } from '../../../src/sandbox/metrics/open-other-sources.ts';
import { PodMeter } from '../../../src/sandbox/metrics/pod-meter.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import { PLACE } from '../../../src/sandbox/scenarios/stage/place-names.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const GROUP = { LoadBalancer: 'app/shop/00000000000000a1', TargetGroup: 'targetgroup/web/00000000000000b2' };

describe('metrics-server and CloudWatch', () => {
  const clock = new WorldClock(Date.parse('2026-01-05T08:00:00Z'), 6_000);

  afterEach(() => clock.stop());

  it('tell of the same pods as the exposition does', async () => {
    const meter = new PodMeter(createRandom(3));
    const pod = {
      service: 'shop/web',
      namespace: 'shop',
      name: 'web-1',
      container: 'web',
      memoryLimit: 1_000_000,
      meter,
    };
    const metricsServer: MetricsServer = { usage: undefined };
    const cloud = { metrics: new MetricBook(clock) };
    const parts = { clock, cloud, meters: { pods: () => [pod], nodes: () => [] }, metricsServer };
    const steps = clock.every(MINUTE / 4, () =>
      meter.advance({
        seconds: 15,
        requests: 300,
        errorShare: 0.1,
        slowness: 1,
        throttledShare: 0,
        memoryShare: 0.5,
      }),
    );
    const begun = clock.now();
    const sources = openOtherSources({ hasMetrics: true }, parts);
    await clock.sleep(8 * MINUTE);
    sources.stop();
    steps.cancel();

    // The clock runs on: only minutes that have surely arrived are the same for every question.
    const asked = { periodMs: DAY, from: begun - 60 * MINUTE, to: clock.now() - 3 * MINUTE };
    const read = (metric: string, stat: string): number =>
      cloud.metrics.read(
        { namespace: 'AWS/ApplicationELB', metric, dimensions: GROUP },
        { ...asked, stat },
      )?.[0]?.value ?? Number.NaN;
    const total = read('RequestCount', 'Sum');
    expect(total).toBeGreaterThan(2_000);
    expect(read('HTTPCode_Target_5XX_Count', 'Sum') / total).toBeCloseTo(0.1, 1);
    expect(read('TargetResponseTime', 'SampleCount')).toBe(total);
    expect(read('TargetResponseTime', 'PR(:0.25)')).toBeGreaterThan(98);
    const pods = { ClusterName: PLACE.eksCluster, Namespace: 'shop', PodName: 'web', FullPodName: 'web-1' };
    const memory = {
      namespace: 'ContainerInsights',
      metric: 'pod_memory_utilization_over_pod_limit',
      dimensions: pods,
    };
    expect(cloud.metrics.read(memory, { ...asked, stat: 'Maximum' })?.at(-1)?.value).toBeCloseTo(50, -1);
    expect(metricsServer.usage?.()).toMatchObject([
      { name: 'web-1', memoryBytes: meter.memoryShare * 1_000_000 },
    ]);
  });

  it('are not there in a world without metrics', () => {
    const metricsServer: MetricsServer = { usage: undefined };
    const cloud = { metrics: new MetricBook(clock) };
    openOtherSources({}, { clock, cloud, meters: { pods: () => [], nodes: () => [] }, metricsServer }).stop();

    expect(metricsServer.usage).toBeUndefined();
  });
});
