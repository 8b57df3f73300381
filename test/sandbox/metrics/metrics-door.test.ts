import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorldClock } from '../../../src/sandbox/clock.ts';
import { MetricsTrouble } from '../../../src/sandbox/metrics/metrics-trouble.ts';
import type { MeteredPod } from '../../../src/sandbox/metrics/pod-meters.ts';
import { PodMeter } from '../../../src/sandbox/metrics/pod-meter.ts';
import { startMetrics } from '../../../src/sandbox/metrics/start-metrics.ts';
import type { MetricsServer } from '../../../src/sandbox/metrics/start-metrics.ts';
import { createRandom } from '../../../src/sandbox/random.ts';

const ORDINARY = { requests: 10, errorShare: 0.01, slowness: 1, throttledShare: 0.03, memoryShare: 0.45 };

describe('the metrics of a world', () => {
  let clock: WorldClock;
  let server: MetricsServer;
  let trouble: MetricsTrouble;

  beforeEach(async () => {
    clock = new WorldClock(Date.now(), 20);
    trouble = new MetricsTrouble();
    server = await startMetrics({ clock, meters: metersOfOnePod(), trouble, real: false });
  });

  afterEach(async () => {
    await server.close();
    clock.stop();
  });

  it('are exposed in OpenMetrics, and have a past of half an hour', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();

    expect(text).toContain('# TYPE http_requests counter\n');
    expect(text).toMatch(/^http_requests_total\{namespace="shop",pod="cart-1",code="200"\} \d+$/m);
    expect(text).toContain('le="+Inf"');
    expect(text.endsWith('# EOF\n')).toBe(true);
    // Half an hour of the world are a minute and a half here.
    expect(await one('sum(increase(http_requests_total{pod="cart-1"}[90s]))')).toBeGreaterThan(2_500);
  });

  it('show errors and slow requests as the pod has them', async () => {
    const [all, bad, within] = await Promise.all(
      [
        'http_requests_total',
        'http_requests_total{code="500"}',
        'http_request_duration_seconds_bucket{le="0.1"}',
      ].map(async (selector) => one(`sum(increase(${selector}[80s]))`)),
    );

    expect((bad ?? 0) / (all ?? 1)).toBeCloseTo(0.01, 2);
    expect((within ?? 0) / (all ?? 1)).toBeCloseTo(0.909, 1);
  });

  it('may be away, and back again', async () => {
    trouble.now = 'down';
    await expect(ask('vector(1)')).rejects.toThrow('fetch failed');
    trouble.now = 'none';

    expect(await one('vector(1)')).toBe(1);
  });

  it('may lie: a number that is none, two series, nothing', async () => {
    trouble.now = 'lies';
    const told = [await ask('sum(x)'), await ask('sum(x)'), await ask('sum(x)')];

    expect(told.map(({ data }) => data.result.length)).toEqual([1, 2, 0]);
    expect(told[0]?.data.result[0]?.value[1]).toBe('NaN');
  });

  it('may be stale: pods are no longer looked at, and their series end', async () => {
    trouble.now = 'stale';
    expect((await fetch(`${server.url}/metrics`)).status).toBe(503);
    await expect
      .poll(async () => (await ask('timestamp(http_requests_total)')).data.result, { timeout: 5_000 })
      .toEqual([]);
  });

  async function one(query: string): Promise<number> {
    return Number((await ask(query)).data.result[0]?.value[1]);
  }

  async function ask(query: string): Promise<{
    readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
  }> {
    const answer = await fetch(`${server.url}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query }),
    });
    return (await answer.json()) as Awaited<ReturnType<typeof ask>>;
  }
});

function metersOfOnePod(): Parameters<typeof startMetrics>[0]['meters'] {
  const meter = new PodMeter(createRandom(3));
  const pods: readonly MeteredPod[] = [
    {
      service: 'shop/cart',
      namespace: 'shop',
      name: 'cart-1',
      container: 'cart',
      memoryLimit: 1_000,
      meter,
    },
  ];
  return {
    step: (ms) => meter.advance({ ...ORDINARY, seconds: ms / 1_000, requests: (10 * ms) / 1_000 / 5 }),
    pods: () => pods,
    nodes: () => [
      {
        name: 'n1',
        cpuSeconds: { idle: 70, user: 30 },
        waitedSeconds: 1,
        cpuNanocores: 3e8,
        memoryBytes: 1e9,
      },
    ],
  };
}
