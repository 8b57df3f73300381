import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrometheusClient } from '../../../src/adapters/metrics/prometheus-client.ts';
import { PrometheusMetrics } from '../../../src/adapters/metrics/prometheus-metrics.ts';
import { oneNumber } from '../../../src/adapters/metrics/read-answer.ts';
import { evaluate } from '../../../src/core/health/evaluation.ts';
import { measured } from '../../../src/core/health/measured.ts';
import { parseSeriesChoice } from '../../../src/core/health/series-choice.ts';
import type { RequestSource } from '../../../src/core/health/baseline.ts';
import type { Cohort } from '../../../src/ports/metrics.ts';
import { SystemClock } from '../../../src/adapters/system/system-clock.ts';
import { hasPrometheus, startPrometheus } from './a-prometheus.ts';
import type { RealPrometheus, Told } from './a-prometheus.ts';
import { startOwnEndpoint } from './an-own-endpoint.ts';
import { counter, told, toldPods } from './told-shop.ts';
import { prometheusSettings } from './prometheus-settings.ts';

const SHARES = [0.5, 0.95, 0.985, 0.999, 1];
const MINUTE = 60_000;
const KNOWN = { kind: 'known' } as const;
const PAST = { lengthMs: 30 * MINUTE, rateMs: 2 * MINUTE, everyMs: 30_000 };

describe.skipIf(!hasPrometheus())('what a real Prometheus says of pods', () => {
  whatItSays(startPrometheus);
});

describe("what the sandbox's own endpoint says of pods", () => {
  whatItSays(startOwnEndpoint);
});

function whatItSays(start: (told: readonly Told[]) => Promise<RealPrometheus>): void {
  let server: RealPrometheus;
  let metrics: PrometheusMetrics;
  let client: PrometheusClient;

  beforeAll(async () => {
    const now = Date.now() / 1_000;
    server = await start([
      ...toldPods(now, [
        { pod: 'cart-1', rates: { 200: 9.8, 404: 0.1, 500: 0.1 }, shares: SHARES },
        { pod: 'cart-2', rates: { 200: 9.9, 503: 0.1 }, shares: SHARES },
        { pod: 'quiet-1', rates: { 200: 0.2 } },
        { pod: 'old-1', rates: { 200: 10 }, endedAgo: 60 },
        { pod: 'crowd-000', rates: { 200: 1, 500: 0.5 } },
        { pod: 'crowd-149', rates: { 200: 1 } },
      ]),
      told('http_requests_total', { namespace: 'shop', pod: 'nan-1', code: '200' }, now, () => 'NaN'),
      counter(
        'http_server_requests_seconds_count',
        { namespace: 'shop', pod: 'spring-1', status: '200' },
        3,
        now,
      ),
      counter('my_calls', { namespace: 'shop', pod: 'own-1', outcome: 'bad' }, 1, now),
      counter('my_calls', { namespace: 'shop', pod: 'own-1', outcome: 'good' }, 4, now),
      counter(
        'container_cpu_cfs_periods_total',
        { namespace: 'shop', pod: 'cart-1', container: 'app' },
        10,
        now,
      ),
      counter(
        'container_cpu_cfs_throttled_periods_total',
        { namespace: 'shop', pod: 'cart-1', container: 'app' },
        3,
        now,
      ),
      told(
        'container_memory_working_set_bytes',
        { namespace: 'shop', pod: 'cart-1', container: 'app' },
        now,
        () => '60',
      ),
      told(
        'kube_pod_container_resource_limits',
        { namespace: 'shop', pod: 'cart-1', container: 'app', resource: 'memory', unit: 'byte' },
        now,
        () => '80',
      ),
    ]);
    metrics = prometheus(server.url);
    client = new PrometheusClient(prometheusSettings(server.url), 'drover/test');
  }, 60_000);

  afterAll(async () => {
    await metrics.close();
    await client.close();
    await server.close();
  });

  it('is that it is there, and tells our time', async () => {
    expect(await metrics.check()).toMatchObject({ kind: 'measured' });
  });

  it('finds the first known series that has data, with its histogram', async () => {
    expect(await metrics.find(pods('cart-1', 'cart-2'), KNOWN)).toMatchObject({
      kind: 'measured',
      value: { series: { name: 'http_requests_total', codeLabel: 'code', histogram: { unitSeconds: 1 } } },
    });
    expect(await metrics.find(pods('spring-1'), KNOWN)).toMatchObject({
      value: { series: { name: 'Spring', codeLabel: 'status' } },
    });
    expect(await metrics.find(pods('spring-1'), KNOWN)).not.toHaveProperty('value.series.histogram');
    expect(await metrics.find(pods('nobody-1'), KNOWN)).toMatchObject({ kind: 'not-offered' });
  });

  it('takes the series that a person named, and none that is not there', async () => {
    const own = await metrics.find(pods('own-1'), parseSeriesChoice('total=my_calls code=outcome bad=bad'));
    const counts = await metrics.counts(pods('own-1'), found(own), { lengthMs: 2 * MINUTE });

    expect(counts).toMatchObject({ value: { n: expect.closeTo(600, -1), bad: expect.closeTo(120, -1) } });
    expect(await metrics.find(pods('cart-1'), parseSeriesChoice('total=my_calls'))).toMatchObject({
      kind: 'not-offered',
    });
    expect(await metrics.find(pods('cart-1'), parseSeriesChoice('none'))).toMatchObject({
      kind: 'not-offered',
    });
  });

  it('counts requests, bad ones and slow ones of exactly these pods', async () => {
    const both = await counts('cart-1', 'cart-2');
    const one = await counts('cart-1');

    expect(both).toMatchObject({ n: expect.closeTo(2_400, -2), bad: expect.closeTo(24, 0) });
    expect(one).toMatchObject({ n: expect.closeTo(1_200, -2), bad: expect.closeTo(12, 0) });
    expect(both.slow).toBeCloseTo(2_400 * 0.001, 0);
    expect(both.p99Seconds).toBeCloseTo(0.679, 1);
  });

  it('adds up the parts of a cohort that one query cannot name', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `crowd-${String(index).padStart(3, '0')}`);

    expect(await counts(...names)).toMatchObject({ n: expect.closeTo(300, -1), bad: expect.closeTo(60, 0) });
  });

  it('tells how it went before, with the worst window and the edge of what is slow', async () => {
    const past = await metrics.past(pods('cart-1', 'cart-2'), await source('cart-1'), PAST);

    expect(past).toMatchObject({
      kind: 'measured',
      value: {
        lengthMs: expect.closeTo(30 * MINUTE, -6),
        windows: 14,
        slowAboveSeconds: 1,
        p99Seconds: expect.closeTo(0.679, 1),
        worst: { errors: expect.closeTo(0.01, 2), slow: expect.closeTo(0.001, 3) },
      },
    });
    const { n, bad, lengthMs } = past.kind === 'measured' ? past.value : { n: 0, bad: 0, lengthMs: 1 };
    expect([(1_000 * n) / lengthMs, bad / n]).toEqual([expect.closeTo(20, 1), expect.closeTo(0.01, 3)]);
  });

  it('tells what containers used', async () => {
    expect(await metrics.use(pods('cart-1'), 2 * MINUTE)).toEqual({
      kind: 'measured',
      value: {
        cpu: { periods: expect.closeTo(1_200, -2), throttled: expect.closeTo(360, -2) },
        memoryShare: 0.75,
      },
    });
    expect(await metrics.use(pods('cart-2'), 2 * MINUTE)).toMatchObject({ kind: 'no-data' });
  });

  describe('the rules of a result', () => {
    it('an answer that is not 200, and so no success, is an error', async () => {
      const wrong = parseSeriesChoice('total=http_requests_total bad=5((');
      const answer = await metrics.counts(pods('cart-1'), found(await metrics.find(pods('cart-1'), wrong)), {
        lengthMs: MINUTE,
      });

      expect(answer).toMatchObject({ kind: 'error', why: expect.stringContaining('it answered 400') });
    });

    it('an answer of another type than a vector is an error', async () => {
      expect(await client.instant('1')).toEqual({
        kind: 'error',
        why: 'it answered with a scalar, not a vector',
      });
    });

    it('more than one series where one was asked for is an error', async () => {
      const two = await client.instant('http_requests_total{namespace="shop",pod="cart-1",code=~"200|404"}');

      expect(oneNumber(two, measured(0))).toEqual({
        kind: 'error',
        why: 'it answered with 2 series where one was asked for',
      });
    });

    it.each(['1 / 0', '(0 - 1) / 0', '0 - 1'])('what is no count is an error: %s', async (number) => {
      const answer = oneNumber(await client.instant(`vector(${number})`), measured(0));

      expect(answer).toMatchObject({ kind: 'error', why: expect.stringMatching(/answered -?(Infinity|1) /) });
    });

    it('fewer requests than say something are not judged, and no error', async () => {
      const patched = {
        pods: 1,
        requests: await ask('quiet-1'),
        use: { kind: 'not-offered', why: '' },
      } as const;
      const unpatched = { ...patched, requests: await ask('cart-1') };
      const evaluation = evaluate(
        { workload: 'Deployment/shop/cart', at: 0, patched, unpatched, warming: 0 },
        'errors',
        0,
      );

      expect(evaluation).toMatchObject({
        kind: 'not-judged',
        why: expect.stringMatching(/^only 2\d requests on patched nodes, 50 are needed$/),
      });
    });

    it('no bad series while there are requests is zero', async () => {
      expect(await counts('quiet-1')).toMatchObject({ n: expect.closeTo(24, 0), bad: 0 });
    });

    it('no requests at all is no data', async () => {
      expect(await ask('nobody-1')).toMatchObject({ kind: 'no-data' });
    });

    it('NaN is an error', async () => {
      expect(await ask('nan-1')).toMatchObject({ kind: 'error', why: expect.stringContaining('NaN') });
    });

    it('a youngest point that is too old is no data', async () => {
      expect(await ask('old-1')).toMatchObject({
        kind: 'no-data',
        // A pod that is no longer scraped has no series at all; one that was remembered has an old point.
        why: expect.stringMatching(/last point is 6\d s old|there are no such series/),
      });
    });
  });

  it.each(['a"} or vector(1) #', 'a\\', 'a\nb', '.*', 'cart-1|cart-2', '{', 'x'.repeat(253)])(
    'no name changes what is asked: %j',
    async (hostile) => {
      expect(await ask(hostile)).toMatchObject({ kind: 'no-data' });
      expect(
        await metrics.counts({ ...pods('cart-1'), namespace: hostile }, await source('cart-1'), {
          lengthMs: MINUTE,
        }),
      ).toMatchObject({ kind: 'no-data' });
    },
  );

  async function source(pod: string): Promise<RequestSource> {
    return found(await metrics.find(pods(pod), KNOWN));
  }

  async function ask(...names: readonly string[]): ReturnType<PrometheusMetrics['counts']> {
    return metrics.counts(pods(...names), await source('cart-1'), {
      lengthMs: 2 * MINUTE,
      slowAboveSeconds: 1,
    });
  }

  async function counts(
    ...names: readonly string[]
  ): Promise<{ n: number; slow?: number; p99Seconds?: number }> {
    const answer = await ask(...names);
    if (answer.kind !== 'measured') throw new Error(answer.why);
    return answer.value;
  }
}

function prometheus(url: string): PrometheusMetrics {
  return new PrometheusMetrics(
    prometheusSettings(url),
    new SystemClock({ scale: 1, anchor: 0 }),
    'drover/test',
  );
}

function pods(...names: readonly string[]): Cohort {
  return { workload: 'Deployment/shop/cart', namespace: 'shop', pods: names };
}

function found(answer: Awaited<ReturnType<PrometheusMetrics['find']>>): RequestSource {
  if (answer.kind !== 'measured') throw new Error(answer.why);
  return answer.value;
}
