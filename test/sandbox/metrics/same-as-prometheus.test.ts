import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerQuery } from '../../../src/sandbox/metrics/answer-query.ts';
import type { Exposed } from '../../../src/sandbox/metrics/exposition.ts';
import { openMetricsText } from '../../../src/sandbox/metrics/exposition.ts';
import { runPrometheus } from '../../../src/sandbox/metrics/run-prometheus.ts';
import type { RunningPrometheus } from '../../../src/sandbox/metrics/run-prometheus.ts';
import { SeriesStore } from '../../../src/sandbox/metrics/series-store.ts';
import { findProgram } from '../../../src/sandbox/run/find-program.ts';
import { createRandom } from '../../../src/sandbox/random.ts';

const PODS = '{namespace="shop",pod=~"cart-1|cart-2"';

/** Every form of question that drover asks, and what makes the answers differ: gaps, resets, young series, odd names. */
const QUERIES = [
  'vector(1)',
  `sum(increase(http_requests_total${PODS}}[120000ms]))`,
  `sum(increase(http_requests_total${PODS},code=~"5.."}[120000ms]))`,
  `sum(increase(http_requests_total${PODS},code=~"5.."}[37s]))`,
  `sum(increase(http_requests_total{namespace="shop",pod=~"young-1"}[2m]))`,
  `sum(increase(http_requests_total{namespace="shop",pod=~"reset-1"}[2m]))`,
  `sum(increase(http_requests_total{namespace="shop",pod=~"gone-1"}[5m]))`,
  `sum(increase(http_requests_total{namespace="shop",pod=~"nobody"}[5m]))`,
  `sum by (le) (increase(http_request_duration_seconds_bucket${PODS}}[120000ms]))`,
  `time() - max(timestamp(http_requests_total${PODS}}))`,
  `time() - max(timestamp(http_requests_total{namespace="shop",pod=~"young-1"}))`,
  `count(http_requests_total${PODS},code!=""})`,
  `count(http_requests_total${PODS},nothing!=""})`,
  `sum(increase(container_cpu_cfs_periods_total${PODS},container!=""}[120000ms]))`,
  `max(max by (namespace, pod, container) (container_memory_working_set_bytes${PODS},container!=""}) / max by (namespace, pod, container) (kube_pod_container_resource_limits${PODS},resource="memory"}))`,
  String.raw`count(http_requests_total{namespace="shop",pod=~"odd\"\\.\u000a1"})`,
  `sum(increase(http_requests_total${PODS},code=~"5(("}[2m]))`,
  'sum(increase(http_requests_total{pod=~"a"}',
];

const SCRAPE_SECONDS = 5;
const SCRAPES = 130;

describe.skipIf(findProgram('prometheus', 'promtool') === undefined)('the own endpoint', () => {
  const now = Math.floor(Date.now() / 1_000);
  const store = new SeriesStore(3_600_000);
  let prometheus: RunningPrometheus | undefined;

  beforeAll(async () => {
    const random = createRandom(7);
    const scrapes = Array.from({ length: SCRAPES }, (_, index) => ({
      // A scrape is never quite on time.
      at: Math.round((now - (SCRAPES - 1 - index) * SCRAPE_SECONDS + random.between(-0.4, 0)) * 1_000),
      exposed: exposedAt(index),
    })).filter((_, index) => index % 17 !== 16);
    for (const { at, exposed } of scrapes) store.add(exposed, at);
    const points = scrapes
      .flatMap(({ at, exposed }) => exposed.map((one) => ({ at, one, key: JSON.stringify(one.labels) })))
      .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.at - b.at));
    const past = openMetricsText(
      points.map(({ one }) => one),
      (index) => (points[index]?.at ?? 0) / 1_000,
    );
    prometheus = await runPrometheus({ target: 'http://127.0.0.1:9', scrapeMs: 60_000, past });
  }, 60_000);

  afterAll(async () => prometheus?.close());

  it.each(QUERIES)('answers %s as a real Prometheus does', async (query) => {
    const instant = new URLSearchParams({ query, time: String(now) });
    const range = new URLSearchParams({ query, start: String(now - 300), end: String(now), step: '30' });

    expect(plain(own('/api/v1/query', instant))).toEqual(plain(await real('/api/v1/query', instant)));
    expect(plain(own('/api/v1/query_range', range))).toEqual(plain(await real('/api/v1/query_range', range)));
  });

  function own(path: string, parameters: URLSearchParams): unknown {
    const { status, body } = answerQuery(path, parameters, store, now * 1_000);
    return { status, body };
  }

  async function real(path: string, parameters: URLSearchParams): Promise<unknown> {
    const answer = await fetch(`${prometheus?.url ?? ''}${path}`, { method: 'POST', body: parameters });
    return { status: answer.status, body: await answer.json() };
  }
});

/** What is compared: status, type, and every series with its values to nine digits; not the words of an error. */
function plain(answer: unknown): unknown {
  const { status, body } = answer as {
    readonly status: number;
    readonly body: {
      readonly status: string;
      readonly data?: { readonly resultType: string; readonly result: readonly object[] };
    };
  };
  const result = (body.data?.result ?? []).map((one) =>
    JSON.stringify(one, (_, value: unknown) =>
      typeof value === 'string' && value !== '' && Number.isFinite(Number(value))
        ? Number(value).toPrecision(9)
        : value,
    ),
  );
  return {
    status,
    told: body.status,
    type: body.data?.resultType,
    result: result.toSorted((a, b) => (a < b ? -1 : 1)),
  };
}

function exposedAt(index: number): readonly Exposed[] {
  const of = (name: string, pod: string, more: Readonly<Record<string, string>>, value: number): Exposed => ({
    name,
    labels: { namespace: 'shop', pod, ...more },
    value,
  });
  const requests = (pod: string, value: number): Exposed =>
    of('http_requests_total', pod, { code: '200' }, value);
  return [
    requests('cart-1', 1_000 + index * 50 + (index % 3)),
    of('http_requests_total', 'cart-1', { code: '500' }, Math.floor(index / 9)),
    requests('cart-2', index * 40),
    ...(index > SCRAPES - 9 ? [requests('young-1', (index - SCRAPES + 9) * 30)] : []),
    requests('reset-1', index > SCRAPES - 12 ? (index - SCRAPES + 12) * 7 : 5_000 + index * 7),
    ...(index < SCRAPES - 20 ? [requests('gone-1', index * 10)] : []),
    requests('odd".\n1', index),
    ...['0.1', '0.5', '+Inf'].map((le, edge) =>
      of('http_request_duration_seconds_bucket', 'cart-1', { le }, index * (20 + 10 * edge)),
    ),
    of('container_cpu_cfs_periods_total', 'cart-1', { container: 'cart' }, index * 50),
    of('container_memory_working_set_bytes', 'cart-1', { container: 'cart' }, 300 + index),
    of('kube_pod_container_resource_limits', 'cart-1', { container: 'cart', resource: 'memory' }, 1_000),
  ];
}
