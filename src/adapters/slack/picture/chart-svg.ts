import type { ChartBlock } from '../views/chart-block.ts';
import { ticksUpTo } from './ticks.ts';

/** Pixels. */
export const WIDTH = 960;
const HEIGHT = 420;
const PLOT = { left: 76, right: 930, top: 92, bottom: 344 } as const;

/** How a row is drawn: told apart by width, dashes and dots too, not by colour alone. */
const LOOKS: Readonly<Record<string, Look>> = {
  patched: { colour: '#c2410c', width: 3.5, hasDots: true, name: 'patched nodes' },
  others: { colour: '#1d6fa5', width: 2.5, hasDots: true, name: 'the other nodes' },
  all: { colour: '#c2410c', width: 3.5, hasDots: true, name: 'all pods' },
  limit: { colour: '#52525b', width: 2, dashes: '7 5', hasDots: false, name: 'limit' },
};

interface Look {
  readonly colour: string;
  readonly width: number;
  readonly dashes?: string;
  readonly hasDots: boolean;
  readonly name: string;
}

type Row = ChartBlock['chart']['series'][number];

interface Scale {
  readonly x: (secondsBefore: number) => number;
  readonly y: (percent: number) => number;
  readonly longest: number;
  readonly ticks: readonly number[];
}

/** A chart of Slack's as an SVG for people whose workspace takes none: every row over the window, and the verdict at its end. */
export function chartSvg({ title, chart }: ChartBlock): string {
  const scale = scaleOf(chart.series);
  const parts = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(PLOT.left, 36, title, { size: 21, colour: '#18181b' }),
    legend(chart.series),
    grid(scale),
    timeAxis(scale, chart.axis_config.x_label),
    verdictLine(scale),
    ...chart.series.map((row) => line(row, scale)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="DejaVu Sans">${parts.join('')}</svg>`;
}

function scaleOf(series: readonly Row[]): Scale {
  const points = series.flatMap(({ data }) => data);
  const longest = Math.max(1, ...points.map(({ label }) => secondsBefore(label)));
  const ticks = ticksUpTo(Math.max(...points.map(({ value }) => value)));
  const top = ticks.at(-1) ?? 1;
  return {
    longest,
    ticks,
    x: (seconds) => PLOT.right - (seconds / longest) * (PLOT.right - PLOT.left),
    y: (percent) => PLOT.bottom - (percent / top) * (PLOT.bottom - PLOT.top),
  };
}

/** Labels of the chart's axis are minutes and seconds before the verdict: `-2:30`. */
function secondsBefore(label: string): number {
  const [minutes = 0, seconds = 0] = label.replace('-', '').split(':').map(Number);
  return 60 * minutes + seconds;
}

function grid({ ticks, y }: Scale): string {
  return ticks
    .map((tick) => {
      const at = y(tick);
      const rule = `<line x1="${PLOT.left}" y1="${at}" x2="${PLOT.right}" y2="${at}" stroke="#e4e4e7" stroke-width="1"/>`;
      return `${rule}${text(PLOT.left - 10, at + 5, `${tick} %`, { anchor: 'end' })}`;
    })
    .join('');
}

function timeAxis({ x, longest }: Scale, label: string): string {
  const minutes = longest / 60;
  const step = [0.5, 1, 2, 5, 10].find((one) => minutes / one <= 8) ?? 15;
  const times = Array.from({ length: Math.floor(minutes / step) + 1 }, (_, index) => index * step);
  const marks = times.map((one) =>
    text(x(60 * one), PLOT.bottom + 24, one === 0 ? '0' : `-${one}`, { anchor: 'middle' }),
  );
  return `${marks.join('')}${text(PLOT.left, PLOT.bottom + 54, label)}`;
}

function verdictLine({ x }: Scale): string {
  const at = x(0);
  const rule = `<line x1="${at}" y1="${PLOT.top - 8}" x2="${at}" y2="${PLOT.bottom}" stroke="#18181b" stroke-width="2"/>`;
  return `${rule}${text(at, PLOT.bottom + 54, 'verdict', { anchor: 'end', colour: '#18181b' })}`;
}

function line({ name, data }: Row, { x, y }: Scale): string {
  const look = lookOf(name);
  const points = data.map(({ label, value }) => [x(secondsBefore(label)), y(value)] as const);
  const dashes = look.dashes === undefined ? '' : ` stroke-dasharray="${look.dashes}"`;
  const path = points.map(([left, top]) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' ');
  const dots = look.hasDots
    ? points.map(
        ([left, top]) =>
          `<circle cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="4" fill="${look.colour}"/>`,
      )
    : [];
  return `<polyline points="${path}" fill="none" stroke="${look.colour}" stroke-width="${look.width}"${dashes}/>${dots.join('')}`;
}

const LEGEND_STEP = 270;

/** Each row with its last number. */
function legend(series: readonly Row[]): string {
  return series
    .map(({ name, data }, index) => {
      const look = lookOf(name);
      const left = PLOT.left + index * LEGEND_STEP;
      const dashes = look.dashes === undefined ? '' : ` stroke-dasharray="${look.dashes}"`;
      const sample = `<line x1="${left}" y1="61" x2="${left + 30}" y2="61" stroke="${look.colour}" stroke-width="${look.width}"${dashes}/>`;
      const last = data.at(-1)?.value ?? 0;
      return `${sample}${text(left + 38, 66, `${look.name} ${Number(last.toPrecision(2))} %`)}`;
    })
    .join('');
}

function lookOf(name: string): Look {
  return LOOKS[name] ?? { colour: '#7c3aed', width: 2, hasDots: true, name };
}

interface TextStyle {
  readonly size?: number;
  readonly colour?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

function text(
  x: number,
  y: number,
  words: string,
  { size = 15, colour = '#52525b', anchor = 'start' }: TextStyle = {},
): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${colour}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

/** Names of workloads stand in it; characters that XML has no place for are left out. */
function escaped(words: string): string {
  return words
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
