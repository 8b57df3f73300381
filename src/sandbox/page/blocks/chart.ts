import { h, svg } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../json.ts';

const WIDTH = 360;
const HEIGHT = 140;
const PAD = 18;

interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** A small chart with its numbers in a list beside it: nobody has to read them off a picture. */
export function drawChart(block: Json): HTMLElement {
  const chart = objectOf(block['chart']);
  const isPie = chart['type'] === 'pie';
  const series = isPie ? [pieSeries(chart)] : plottedSeries(chart);
  const labels = isPie
    ? objectsOf(chart['segments']).map(({ label }) => textOf(label))
    : textsOf(objectOf(chart['axis_config'])['categories']);
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'chart', 'aria-hidden': 'true' },
    ...(isPie ? [] : axes(chart, series, labels)),
    ...shapes(chart, series),
  );
  return h(
    'figure',
    {},
    h('figcaption', {}, textOf(block['title'])),
    drawing,
    h(
      'ul',
      { class: 'chart-numbers' },
      series.map(({ name, values }, index) =>
        h(
          'li',
          { class: `series-${index % 6}` },
          name === '' ? '' : `${name}: `,
          values.map((value, at) => `${labels[at] ?? ''} ${rounded(value)}`.trim()).join(', '),
        ),
      ),
    ),
  );
}

/** What the height means, and where the line begins and ends. */
function axes(chart: Json, series: readonly Series[], labels: readonly string[]): readonly SVGElement[] {
  const { x_label: x, y_label: y } = objectOf(chart['axis_config']);
  const note = (at: number, anchor: string, height: number, text: string): SVGElement =>
    svg('text', { x: at, y: height, 'text-anchor': anchor, class: 'axis-note' }, text);
  const below = HEIGHT - 4;
  return [
    svg('path', { d: `M${PAD} ${PAD} V${HEIGHT - PAD} H${WIDTH - PAD}`, class: 'axis' }),
    note(PAD, 'start', PAD - 6, `${rounded(topOf(series))} ${textOf(y)}`.trim()),
    note(PAD, 'start', below, labels[0] ?? ''),
    note(WIDTH / 2, 'middle', below, textOf(x)),
    note(WIDTH - PAD, 'end', below, labels.at(-1) ?? ''),
  ];
}

function topOf(series: readonly Series[]): number {
  return Math.max(1e-9, ...series.flatMap(({ values }) => values));
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function shapes(chart: Json, series: readonly Series[]): readonly SVGElement[] {
  const top = topOf(series);
  switch (chart['type']) {
    case 'pie':
      return pie(series[0]?.values ?? []);
    case 'bar':
      return series.flatMap(({ values }, index) => bars(values, top, index, series.length));
    case 'area':
      return series.flatMap(({ values }, index) => [
        line(values, top, index),
        svg('path', {
          d: `${pathOf(values, top)} V${HEIGHT - PAD} H${PAD} Z`,
          class: `area series-${index % 6}`,
        }),
      ]);
    default:
      return series.map(({ values }, index) => line(values, top, index));
  }
}

function line(values: readonly number[], top: number, index: number): SVGElement {
  return svg('path', { d: pathOf(values, top), class: `line series-${index % 6}` });
}

function pathOf(values: readonly number[], top: number): string {
  const step = (WIDTH - 2 * PAD) / Math.max(1, values.length - 1);
  return values
    .map((value, at) => `${at === 0 ? 'M' : 'L'}${PAD + at * step} ${heightOf(value, top)}`)
    .join(' ');
}

function bars(values: readonly number[], top: number, index: number, count: number): readonly SVGElement[] {
  const slot = (WIDTH - 2 * PAD) / Math.max(1, values.length);
  const width = (slot * 0.7) / count;
  return values.map((value, at) => {
    const y = heightOf(value, top);
    const x = PAD + at * slot + slot * 0.15 + index * width;
    return svg('rect', {
      x,
      y,
      width,
      height: Math.max(0, HEIGHT - PAD - y),
      rx: 2,
      class: `bar series-${index % 6}`,
    });
  });
}

function pie(values: readonly number[]): readonly SVGElement[] {
  const sum = values.reduce((total, value) => total + value, 0) || 1;
  const radius = HEIGHT / 2 - PAD / 2;
  const circle = 2 * Math.PI * (radius / 2);
  let before = 0;
  return values.map((value, index) => {
    const share = (value / sum) * circle;
    const turn = (before / sum) * 360 - 90;
    before += value;
    return svg('circle', {
      cx: WIDTH / 2,
      cy: HEIGHT / 2,
      r: radius / 2,
      'stroke-width': radius,
      'stroke-dasharray': `${share} ${circle - share}`,
      transform: `rotate(${turn} ${WIDTH / 2} ${HEIGHT / 2})`,
      class: `slice series-${index % 6}`,
    });
  });
}

function heightOf(value: number, top: number): number {
  return HEIGHT - PAD - (Math.max(0, value) / top) * (HEIGHT - 2 * PAD);
}

function pieSeries(chart: Json): Series {
  return { name: '', values: objectsOf(chart['segments']).map(({ value }) => numberOf(value) ?? 0) };
}

function plottedSeries(chart: Json): readonly Series[] {
  return objectsOf(chart['series']).map(({ name, data }) => ({
    name: textOf(name),
    values: objectsOf(data).map(({ value }) => numberOf(value) ?? 0),
  }));
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}
