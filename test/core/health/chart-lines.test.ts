import { describe, expect, it } from 'vitest';
import { chartLines } from '../../../src/core/health/chart-lines.ts';

describe('the picture of a window as lines', () => {
  it('says how long was looked: seconds where a verdict needed no window, minutes else', () => {
    expect(chartLines(errors([0, 6_000]))[0]).toBe('Deployment/shop/web, errors, 2 looks in 6 s, █ is 12 %');
    expect(chartLines(errors([0, 120_000]))[0]).toContain('2 looks in 2 min');
  });

  it('draws every row on one scale, and a dot where there was no number', () => {
    expect(chartLines(errors([0, 6_000])).slice(1)).toEqual(['patched ·█ 12 %', 'others  ▁▁ 0.40 %']);
  });
});

function errors(looks: readonly number[]): Parameters<typeof chartLines>[0] {
  return {
    workload: 'Deployment/shop/web',
    metric: 'errors',
    looks,
    rows: [
      { name: 'patched', shares: [undefined, 0.12] },
      { name: 'others', shares: [0.003, 0.004] },
    ],
  };
}
