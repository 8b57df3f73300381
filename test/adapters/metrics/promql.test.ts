import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageQuery,
  alertsQuery,
  bucketPresenceQuery,
  bucketsQuery,
  byInstance,
  byNodeLabel,
  containersQuery,
  memoryQuery,
  nodesQuery,
  PODS_A_QUERY_MAX,
  presenceQuery,
  requestsQuery,
} from '../../../src/adapters/metrics/promql.ts';
import type { PodSelector } from '../../../src/adapters/metrics/promql.ts';
import { KNOWN_SERIES } from '../../../src/core/health/known-series.ts';
import type { RequestSeries } from '../../../src/core/health/request-series.ts';
import { answerQuery } from '../../../src/sandbox/metrics/answer-query.ts';
import type { Exposed } from '../../../src/sandbox/metrics/exposition.ts';
import { SeriesStore } from '../../../src/sandbox/metrics/series-store.ts';

const NOW = 1_780_000_000_000;
const LABELS = { namespace: 'namespace', pod: 'pod' };
const SERIES: RequestSeries = {
  name: 'calls',
  total: 'calls_total',
  only: { part: '"} or vector(1) #' },
  codeLabel: 'code',
  badCodes: '5..',
  histogram: { bucket: 'calls_seconds_bucket', unitSeconds: 1 },
};

/** What a query could be broken by, and what Kubernetes would never allow. */
const hostile = fc.oneof(
  fc.constantFrom(
    '"',
    '\\',
    '\n',
    '{',
    '}',
    '.*',
    '|',
    '"} or up{',
    '\u2028',
    'a"b\\c\n{d}',
    '#',
    '\r',
    '\0',
  ),
  fc.string({ minLength: 1, maxLength: 253, unit: 'binary' }),
  fc.string({ minLength: 253, maxLength: 253, unit: fc.constantFrom('"', '}', '\\', '\n', 'a') }),
);

describe('a query', () => {
  it('is about exactly the pods that it names, whatever they are called', () => {
    fc.assert(
      fc.property(hostile, fc.uniqueArray(hostile, { minLength: 1, maxLength: 5 }), (namespace, names) => {
        const [asked = '', ...others] = names;
        const told = (pod: string, of = namespace): Exposed => ({
          name: 'calls_total',
          labels: { namespace: of, pod, code: '200', ...SERIES.only },
          value: 1,
        });
        // Somebody else has a pod of that name, and there are others in the namespace.
        const store = new SeriesStore(3_600_000);
        store.add([told(asked), told(asked, `${namespace}x`), ...others.map((other) => told(other))], NOW);
        const query = presenceQuery(SERIES, { labels: LABELS, namespace, pods: [asked] });

        expect(countOf(store, query)).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it('answers the same whoever else is there, whatever anybody is called: every query that is sent', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (namespace, pod, other) => {
        fc.pre(![pod, `${pod}x`].includes(other));
        const [alone, crowded] = [new SeriesStore(3_600_000), new SeriesStore(3_600_000)];
        for (const [step, at] of [NOW - 30_000, NOW - 15_000, NOW].entries()) {
          const own = everySeries(namespace, pod, pod, step);
          alone.add(own, at);
          const others = [
            ...everySeries(namespace, other, other, 7 * step),
            ...everySeries(`${namespace}x`, pod, `${pod}x`, 9 * step),
          ];
          crowded.add([...own, ...others], at);
        }
        for (const query of everyQuery({ labels: LABELS, namespace, pods: [pod] })) {
          const answer = answerOf(alone, query);
          expect([query, answerOf(crowded, query)]).toEqual([query, answer]);
        }
        for (const query of nodeAndAlertQueries(namespace, pod))
          expect([query, answerOf(crowded, query)]).toEqual([query, answerOf(alone, query)]);
        expect(countOf(alone, presenceQuery(SERIES, { labels: LABELS, namespace, pods: [pod] }))).toBe(1);
        expect(answerOf(alone, nodeAndAlertQueries(namespace, pod)[0] ?? '')).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['a"', 'a}', 'a\nb', 'a{', '', '1a', 'ä', `a${'b'.repeat(253)} `])(
    'is not made with a label or a series of such a name: %j',
    (name) => {
      const pods = { labels: LABELS, namespace: 'shop', pods: ['a'] };

      for (const make of [
        () => requestsQuery(SERIES, { ...pods, labels: { ...LABELS, namespace: name } }, 1),
        () => requestsQuery({ ...SERIES, only: { [name]: 'x' } }, pods, 1),
        () => requestsQuery({ ...SERIES, codeLabel: name }, pods, 1, '5..'),
        () => requestsQuery({ ...SERIES, total: name }, pods, 1),
        () => bucketsQuery({ ...SERIES, histogram: { bucket: name, unitSeconds: 1 } }, pods, 1),
        () => containersQuery(name, pods, 1),
        () => nodesQuery('node_cpu_seconds_total', byNodeLabel(name, ['n1']), 1),
        () => alertsQuery({ ignore: [], labels: { [name]: 'x' } }, { names: ['A'] }),
      ])
        expect(make).toThrow(/no name of a/);
    },
  );

  it('names a namespace and pods, always', () => {
    const pods = { labels: LABELS, namespace: 'shop', pods: ['a.b', 'c'] };
    for (const query of everyQuery(pods)) {
      const selectors = query.match(/\{[^}]*\}/g) ?? [];
      expect(selectors.length).toBeGreaterThan(0);
      for (const selector of selectors)
        expect(selector).toContain(String.raw`namespace="shop",pod=~"a\\.b|c"`);
    }
  });

  it.each([
    ['no namespace', { labels: LABELS, namespace: '', pods: ['a'] }],
    ['no pods', { labels: LABELS, namespace: 'shop', pods: [] }],
    ['a pod without a name', { labels: LABELS, namespace: 'shop', pods: ['a', ''] }],
    [
      'too many pods',
      { labels: LABELS, namespace: 'shop', pods: Array.from({ length: PODS_A_QUERY_MAX + 1 }, String) },
    ],
    ['a label that is none', { labels: { ...LABELS, pod: 'pod"} or up{a' }, namespace: 'shop', pods: ['a'] }],
  ])('is not made for %s', (_, pods: PodSelector) => {
    expect(() => requestsQuery(SERIES, pods, 1_000)).toThrow(/prometheus: query/);
  });

  it('is not made of a series that is no name', () => {
    const pods = { labels: LABELS, namespace: 'shop', pods: ['a'] };

    expect(() => requestsQuery({ ...SERIES, total: 'up{} or calls' }, pods, 1)).toThrow(
      /no name of a metric/,
    );
    expect(() => requestsQuery({ ...SERIES, codeLabel: 'a=~".*",b' }, pods, 1, '5..')).toThrow(
      /no name of a label/,
    );
  });
});

function everyQuery(pods: PodSelector): readonly string[] {
  return [SERIES, ...KNOWN_SERIES].flatMap((series) => [
    requestsQuery(series, pods, 1_000),
    requestsQuery(series, pods, 1_000, series.badCodes),
    ageQuery(series, pods),
    presenceQuery(series, pods),
    ...(series.histogram ? [bucketsQuery(series, pods, 1_000), bucketPresenceQuery(series, pods)] : []),
    containersQuery('container_cpu_cfs_periods_total', pods, 1_000),
    memoryQuery(pods),
  ]);
}

/** About nodes and alerts: they name no pods, but what they name they name literally. */
function nodeAndAlertQueries(namespace: string, node: string): readonly string[] {
  const choice = { ignore: [], labels: { cluster: node } };
  return [
    alertsQuery(choice, { label: 'namespace', namespaces: [namespace], severities: ['critical'] }),
    alertsQuery(choice, { names: [node] }),
    nodesQuery('node_cpu_seconds_total', byNodeLabel('node', [node]), 60_000),
    nodesQuery('node_cpu_seconds_total', byInstance([node]), 60_000, ['mode="idle"']),
  ];
}

/** Each series that is asked for, of one pod, one node, and an alert of the same name as the node. */
function everySeries(namespace: string, pod: string, node: string, value: number): readonly Exposed[] {
  const labels = { namespace, pod };
  return [
    { name: 'calls_total', labels: { ...labels, code: '500', ...SERIES.only }, value },
    { name: 'calls_seconds_bucket', labels: { ...labels, le: '+Inf', ...SERIES.only }, value },
    { name: 'container_cpu_cfs_periods_total', labels: { ...labels, container: 'c' }, value },
    { name: 'container_memory_working_set_bytes', labels: { ...labels, container: 'c' }, value: value + 1 },
    {
      name: 'kube_pod_container_resource_limits',
      labels: { ...labels, container: 'c', resource: 'memory' },
      value: 9,
    },
    {
      name: 'ALERTS',
      labels: { ...labels, alertname: node, alertstate: 'firing', severity: 'critical', cluster: node },
      value: 1,
    },
    { name: 'node_cpu_seconds_total', labels: { node, mode: 'idle' }, value },
  ];
}

function answerOf(store: SeriesStore, query: string): readonly unknown[] {
  const { status, body } = answerQuery('/api/v1/query', new URLSearchParams({ query }), store, NOW);
  expect([query, status]).toEqual([query, 200]);
  return (body as { readonly data: { readonly result: readonly unknown[] } }).data.result;
}

/** How many series the sandbox's endpoint finds; it is held against a real Prometheus by another test. */
function countOf(store: SeriesStore, query: string): number {
  const { body } = answerQuery('/api/v1/query', new URLSearchParams({ query }), store, NOW);
  const { data } = body as {
    readonly data: { readonly result: readonly { readonly value: [number, string] }[] };
  };
  return Number(data.result[0]?.value[1] ?? 0);
}
