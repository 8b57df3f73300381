import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeAbove, quantile, slowerThan, toHistogram } from '../../../src/adapters/metrics/histogram.ts';
import { oneNumber, readAnswer } from '../../../src/adapters/metrics/read-answer.ts';
import type { Series } from '../../../src/adapters/metrics/read-answer.ts';
import { measured } from '../../../src/core/health/measured.ts';
import type { Measured } from '../../../src/core/health/measured.ts';

const EMPTY: Measured<number> = { kind: 'no-data', why: 'empty' };

describe('an answer of the Prometheus API', () => {
  it.each([
    ['another status than 200', 503, success([['1']]), 'it answered 503'],
    ['no success', 200, { status: 'error', error: 'busy', data: vector([['1']]) }, 'it answered error: busy'],
    ['another type', 200, success([['1']], 'matrix'), 'it answered with a matrix, not a vector'],
    [
      'a scalar',
      200,
      { status: 'success', data: { resultType: 'scalar', result: [1, '1'] } },
      'with a scalar',
    ],
    ['two series', 200, success([['1'], ['2']]), 'it answered with 2 series where one was asked for'],
    ['NaN', 200, success([['NaN']]), 'it answered NaN'],
    ['infinity', 200, success([['+Inf']]), 'it answered Infinity'],
    ['a negative count', 200, success([['-1']]), 'it answered -1'],
    ['a value that is no number', 200, success([['']]), 'it answered NaN'],
    ['a part of the truth', 200, { ...success([['1']]), warnings: ['a store is away'] }, 'a store is away'],
    ['something else', 200, { hello: 1 }, 'not that of the Prometheus API'],
  ])('with %s is an error', (_, status, body, why) => {
    expect(read(status, JSON.stringify(body))).toEqual({ kind: 'error', why: expect.stringContaining(why) });
  });

  it('that is no JSON is an error', () => {
    expect(read(200, '<html>')).toMatchObject({ kind: 'error' });
  });

  it('without series is what empty means there', () => {
    expect(read(200, JSON.stringify(success([])))).toBe(EMPTY);
  });

  it('with one finite count is that count, remarks on the query or not', () => {
    const body = { ...success([['41.5']]), warnings: ['PromQL info: metric might not be a counter'] };

    expect(read(200, JSON.stringify(body))).toEqual(measured(41.5));
  });

  it('never becomes a number that was not in it, whatever stands there', () => {
    fc.assert(
      fc.property(fc.integer(), fc.json(), (status, body) => {
        const answer = read(status, body);
        expect(answer.kind === 'measured' ? body : '').toContain(
          answer.kind === 'measured' ? String(answer.value) : '',
        );
      }),
    );
  });
});

describe('a histogram', () => {
  it('tells what is slower than an edge, and a quantile as Prometheus does', () => {
    const histogram = read3({ '0.1': 50, '0.25': 95, '1': 100, '+Inf': 100 });

    expect(slowerThan(histogram, 0.25)).toBe(5);
    expect(slowerThan(histogram, 0.3)).toBeUndefined();
    expect(quantile(histogram, 0.99)).toBeCloseTo(0.25 + 0.75 * (4 / 5), 9);
    expect(edgeAbove(histogram, 0.99)).toBe(1);
  });

  it('does not say what is slow when its p99 lies beyond the last edge', () => {
    expect(edgeAbove(read3({ '0.1': 50, '+Inf': 100 }), 0.99)).toBeUndefined();
  });

  it.each([
    ['has no last edge', { '0.1': 5, '1': 6 }],
    ['falls', { '0.1': 50, '1': 20, '+Inf': 50 }],
    ['has an edge that is no number', { x: 1, '+Inf': 1 }],
    ['has a count that is none', { '0.1': Number.NaN, '+Inf': 1 }],
  ])('that %s is an error', (_, edges) => {
    expect(toHistogram(measured(seriesOf(edges)), 1)).toMatchObject({ kind: 'error' });
  });
});

function read(status: number, body: string): Measured<number> {
  return oneNumber(readAnswer({ status, body }, 'vector'), EMPTY);
}

function read3(edges: Readonly<Record<string, number>>): Parameters<typeof quantile>[0] {
  const answer = toHistogram(measured(seriesOf(edges)), 1);
  if (answer.kind !== 'measured' || !answer.value) throw new Error('no histogram');
  return answer.value;
}

function seriesOf(edges: Readonly<Record<string, number>>): readonly Series[] {
  return Object.entries(edges).map(([le, value]) => ({ labels: { le }, points: [{ seconds: 0, value }] }));
}

function success(rows: readonly (readonly [string])[], resultType = 'vector'): object {
  return { status: 'success', data: vector(rows, resultType) };
}

function vector(rows: readonly (readonly [string])[], resultType = 'vector'): object {
  return {
    resultType,
    result: rows.map(([value], index) => ({ metric: { n: String(index) }, value: [1, value] })),
  };
}
