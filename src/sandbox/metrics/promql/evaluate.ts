import type { SeriesStore, StoredSeries } from '../series-store.ts';
import { increase } from './increase.ts';
import type { Expression, Matcher } from './parse.ts';
import { QueryError } from './tokens.ts';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'vector'; readonly samples: readonly Sample[] };

/** How far an instant looks back for a point. Prometheus' default. */
const LOOK_BACK_MS = 5 * 60_000;

/** The value of an expression at an instant (epoch ms). */
export function evaluate(expression: Expression, store: SeriesStore, at: number): Value {
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', value: expression.value };
    case 'selector':
      return instantVector(expression, store, at, ({ value }) => value, true);
    case 'range':
      throw new QueryError('a range vector must be within a function');
    case 'call':
      return call(expression, store, at);
    case 'aggregation':
      return aggregate(expression, vectorOf(evaluate(expression.of, store, at)));
    case 'binary':
      return binary(expression, evaluate(expression.left, store, at), evaluate(expression.right, store, at));
  }
}

type Call = Extract<Expression, { kind: 'call' }>;
type Selector = Extract<Expression, { kind: 'selector' }>;

function call({ name, arguments: list }: Call, store: SeriesStore, at: number): Value {
  const [argument] = list;
  if (name === 'time') return { kind: 'scalar', value: at / 1_000 };
  if (name === 'vector' && argument) {
    const inner = evaluate(argument, store, at);
    if (inner.kind === 'scalar') return vector([{ labels: {}, value: inner.value }]);
  }
  if (name === 'timestamp' && argument?.kind === 'selector')
    return instantVector(argument, store, at, (point) => point.at / 1_000, false);
  if (name === 'increase' && argument?.kind === 'range') {
    const { of, ms } = argument;
    return vector(
      selected(of, store).flatMap(({ labels, points }) => {
        const within = points.filter((point) => point.at >= at - ms && point.at <= at);
        const value = increase(within, at - ms, at);
        return value === undefined ? [] : [{ labels, value }];
      }),
    );
  }
  throw new QueryError(`${name} is not answered with these arguments`);
}

function instantVector(
  selector: Selector,
  store: SeriesStore,
  at: number,
  valueOf: (point: { readonly at: number; readonly value: number }) => number,
  named: boolean,
): Value {
  return vector(
    selected(selector, store).flatMap((series) => {
      const point = store.pointAt(series, at, LOOK_BACK_MS);
      const name = named ? { __name__: series.name } : {};
      return point ? [{ labels: { ...name, ...series.labels }, value: valueOf(point) }] : [];
    }),
  );
}

function selected({ name, matchers }: Selector, store: SeriesStore): readonly StoredSeries[] {
  const tests = matchers.map(testOf);
  return store.named(name).filter(({ labels }) => tests.every((test) => test(labels)));
}

/** An absent label is an empty one; expressions are anchored at both ends. */
function testOf({ label, operator, value }: Matcher): (labels: Readonly<Record<string, string>>) => boolean {
  if (operator === '=') return (labels) => (labels[label] ?? '') === value;
  if (operator === '!=') return (labels) => (labels[label] ?? '') !== value;
  const pattern = compiled(value);
  return (labels) => pattern.test(labels[label] ?? '') === (operator === '=~');
}

function compiled(value: string): RegExp {
  try {
    return new RegExp(`^(?:${value})$`, 's');
  } catch {
    throw new QueryError(`error parsing regexp: ${value}`);
  }
}

function aggregate(
  { name, by }: Extract<Expression, { kind: 'aggregation' }>,
  samples: readonly Sample[],
): Value {
  const groups = Map.groupBy(samples, ({ labels }) => JSON.stringify(by.map((label) => labels[label] ?? '')));
  return vector(
    [...groups.values()].map((group) => ({
      labels: Object.fromEntries(
        by.flatMap((label) => {
          const text = group[0]?.labels[label] ?? '';
          return text === '' ? [] : [[label, text]];
        }),
      ),
      value: aggregated(
        name,
        group.map(({ value }) => value),
      ),
    })),
  );
}

function aggregated(name: string, values: readonly number[]): number {
  switch (name) {
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'count':
      return values.length;
    case 'max':
      return Math.max(...values);
    default:
      return Math.min(...values);
  }
}

function binary({ operator }: Extract<Expression, { kind: 'binary' }>, left: Value, right: Value): Value {
  const apply = (one: number, other: number): number => (operator === '-' ? one - other : one / other);
  if (left.kind === 'scalar' && right.kind === 'scalar')
    return { kind: 'scalar', value: apply(left.value, right.value) };
  if (left.kind === 'scalar')
    return vector(
      vectorOf(right).map(({ labels, value }) => ({ labels: bare(labels), value: apply(left.value, value) })),
    );
  if (right.kind === 'scalar')
    return vector(
      left.samples.map(({ labels, value }) => ({ labels: bare(labels), value: apply(value, right.value) })),
    );
  // One to one, on all labels but the name.
  const others = new Map(right.samples.map(({ labels, value }) => [labelsKey(bare(labels)), value]));
  return vector(
    left.samples.flatMap(({ labels, value }) => {
      const other = others.get(labelsKey(bare(labels)));
      return other === undefined ? [] : [{ labels: bare(labels), value: apply(value, other) }];
    }),
  );
}

function bare(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== '__name__'));
}

/** The same labels have the same key, in whatever order they stand. */
export function labelsKey(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels).toSorted((one, other) => (one < other ? -1 : 1));
  return JSON.stringify(names.map((name) => [name, labels[name]]));
}

function vector(samples: readonly Sample[]): Value {
  return { kind: 'vector', samples };
}

function vectorOf(value: Value): readonly Sample[] {
  if (value.kind === 'vector') return value.samples;
  throw new QueryError('an instant vector was expected');
}
