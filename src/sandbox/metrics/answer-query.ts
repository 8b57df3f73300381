import { evaluate, labelsKey } from './promql/evaluate.ts';
import type { Value } from './promql/evaluate.ts';
import { parseQuery } from './promql/parse.ts';
import { QueryError } from './promql/tokens.ts';
import type { SeriesStore } from './series-store.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Steps of a range query at the most, as Prometheus has it. */
const STEPS_MAX = 11_000;

/** Answers `/api/v1/query` and `/api/v1/query_range` as Prometheus does. `now`: epoch ms of real time. */
export function answerQuery(
  path: string,
  parameters: URLSearchParams,
  store: SeriesStore,
  now: number,
): HttpAnswer {
  try {
    if (path.endsWith('/query_range')) return answerRange(parameters, store);
    if (path.endsWith('/query')) return answerInstant(parameters, store, now);
    return { status: 404, body: { status: 'error', errorType: 'not_found', error: 'no such endpoint' } };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { status: 400, body: { status: 'error', errorType: 'bad_data', error: error.message } };
  }
}

function answerInstant(parameters: URLSearchParams, store: SeriesStore, now: number): HttpAnswer {
  const at = parameters.has('time') ? numberOf(parameters, 'time') * 1_000 : now;
  const value = evaluate(parseQuery(parameters.get('query') ?? ''), store, at);
  if (value.kind === 'scalar') return success('scalar', [at / 1_000, textOf(value.value)]);
  return success(
    'vector',
    value.samples.map(({ labels, value: one }) => ({ metric: labels, value: [at / 1_000, textOf(one)] })),
  );
}

function answerRange(parameters: URLSearchParams, store: SeriesStore): HttpAnswer {
  const [from, to, step] = ['start', 'end', 'step'].map((name) => numberOf(parameters, name)) as [
    number,
    number,
    number,
  ];
  if (!(step > 0) || (to - from) / step > STEPS_MAX)
    throw new QueryError('the step must be positive, and the points at most 11,000');
  const expression = parseQuery(parameters.get('query') ?? '');
  const series = new Map<string, { metric: object; values: [number, string][] }>();
  for (let index = 0; from + index * step <= to + 1e-9; index++) {
    // Prometheus counts in whole milliseconds.
    const seconds = Math.round((from + index * step) * 1_000) / 1_000;
    for (const { labels, value } of samplesOf(evaluate(expression, store, seconds * 1_000))) {
      const key = labelsKey(labels);
      const one = series.get(key) ?? { metric: labels, values: [] };
      one.values.push([seconds, textOf(value)]);
      series.set(key, one);
    }
  }
  return success('matrix', [...series.values()]);
}

function samplesOf(
  value: Value,
): readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[] {
  return value.kind === 'vector' ? value.samples : [{ labels: {}, value: value.value }];
}

function success(resultType: string, result: unknown): HttpAnswer {
  return { status: 200, body: { status: 'success', data: { resultType, result } } };
}

function numberOf(parameters: URLSearchParams, name: string): number {
  const value = Number(parameters.get(name) ?? Number.NaN);
  if (Number.isFinite(value)) return value;
  throw new QueryError(`invalid parameter "${name}"`);
}

function textOf(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}
