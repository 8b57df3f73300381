import { answerQuery } from '../../../src/sandbox/metrics/answer-query.ts';
import { openMetricsDoor } from '../../../src/sandbox/metrics/metrics-door.ts';
import { MetricsTrouble } from '../../../src/sandbox/metrics/metrics-trouble.ts';
import { SeriesStore } from '../../../src/sandbox/metrics/series-store.ts';
import type { RealPrometheus, Told } from './a-prometheus.ts';

/** The endpoint of the sandbox that stands in for a Prometheus, remembering the same series as a real one would. */
export async function startOwnEndpoint(told: readonly Told[]): Promise<RealPrometheus> {
  const store = new SeriesStore(2 * 3_600_000);
  const scrapes = Map.groupBy(
    told.flatMap(({ metric: name, labels, points }) =>
      points.map(({ at, value }) => ({ at, exposed: { name, labels, value: Number(value) } })),
    ),
    ({ at }) => Math.round(at * 1_000),
  );
  for (const [at, found] of [...scrapes].toSorted(([one], [other]) => one - other))
    store.add(
      found.map(({ exposed }) => exposed),
      at,
    );
  return openMetricsDoor({
    expose: () => '',
    answer: async (path, parameters) => Promise.resolve(answerQuery(path, parameters, store, Date.now())),
    trouble: new MetricsTrouble(),
  });
}
