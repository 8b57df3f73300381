import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartSvg, WIDTH } from '../../../../src/adapters/slack/picture/chart-svg.ts';
import { svgToPng } from '../../../../src/adapters/slack/picture/svg-to-png.ts';
import { ticksUpTo } from '../../../../src/adapters/slack/picture/ticks.ts';
import type { ChartBlock } from '../../../../src/adapters/slack/views/chart-block.ts';

const CATEGORIES = ['-2:00', '-1:30', '-1:00', '-0:30', '0:00'];

function aChart(title = 'Errors, % · shop/checkout'): ChartBlock {
  const row = (name: string, values: readonly number[]) => ({
    name,
    data: CATEGORIES.map((label, index) => ({ label, value: values[index] ?? 0 })),
  });
  return {
    type: 'data_visualization',
    title,
    chart: {
      type: 'line',
      series: [
        row('patched', [0.4, 0.3, 4, 9, 9.8]),
        row('others', [0.3, 0.3, 0.35, 0.3, 0.33]),
        row('limit', [0.8, 0.8, 0.85, 0.8, 0.83]),
      ],
      axis_config: {
        categories: CATEGORIES,
        x_label: 'minutes before the verdict',
        y_label: '% of requests',
      },
    },
  };
}

/** The x of every point of the lines, and that of the verdict. */
function placesIn(svg: string): { readonly points: readonly number[][]; readonly verdict: number } {
  const lines = [...svg.matchAll(/<polyline points="([^"]+)"/g)].map(([, points = '']) =>
    points.split(' ').map((point) => Number(point.split(',')[0])),
  );
  const verdict = /<line x1="([\d.]+)"[^>]+stroke="#18181b"/.exec(svg)?.[1];
  return { points: lines, verdict: Number(verdict) };
}

describe('the drawing of a chart', () => {
  it('has a line for both cohorts and the limit, each with its last number, and ends at the verdict', () => {
    const svg = chartSvg(aChart());
    const { points, verdict } = placesIn(svg);

    expect(points).toHaveLength(3);
    for (const line of points) {
      expect(line).toHaveLength(CATEGORIES.length);
      expect(line.at(-1)).toBe(verdict);
      expect(line).toEqual(line.toSorted((one, other) => one - other));
    }
    for (const words of ['patched nodes 9.8 %', 'the other nodes 0.33 %', 'limit 0.83 %', 'verdict', '10 %'])
      expect(svg).toContain(`>${words}</text>`);
  });

  it('stands apart from the verdict by as much as the last number is older than it', () => {
    const chart = aChart();
    const series = chart.chart.series.map((row) => ({ ...row, data: row.data.slice(0, -1) }));
    const { points, verdict } = placesIn(chartSvg({ ...chart, chart: { ...chart.chart, series } }));

    expect((verdict - points[0]!.at(-1)!) / (verdict - points[0]![0]!)).toBeCloseTo(30 / 120, 5);
  });

  it('is no other drawing whatever a workload is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
        const svg = chartSvg(aChart(title));
        expect(svg.match(/<(?!\/)/g)).toHaveLength(chartSvg(aChart()).match(/<(?!\/)/g)!.length);
        // eslint-disable-next-line no-control-regex
        expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      }),
    );
  });

  it('has lines across it at numbers that people count in, up to the highest point', () => {
    expect(ticksUpTo(9.8)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticksUpTo(0.83)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksUpTo(0)).toHaveLength(6);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (highest) => {
        const ticks = ticksUpTo(highest);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-5));
        expect(ticks.length).toBeLessThanOrEqual(7);
      }),
    );
  });
});

describe('the picture', () => {
  it('is a PNG of its size, with words in it: it brings its own font', async () => {
    const png = Buffer.from(await svgToPng(chartSvg(aChart()), WIDTH));
    const wordless = Buffer.from(
      await svgToPng(chartSvg(aChart()).replaceAll(/<text.*?<\/text>/g, ''), WIDTH),
    );

    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([960, 420]);
    expect(png.length).toBeGreaterThan(wordless.length + 5_000);
  });
});
