import type { WindowChart } from '../../../core/health/window-chart.ts';
import { plain } from './plain.ts';

/** Slack's chart in a message. `@slack/types` does not know it yet. */
export interface ChartBlock {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'line';
    readonly series: readonly { readonly name: string; readonly data: readonly ChartPoint[] }[];
    readonly axis_config: {
      readonly categories: readonly string[];
      readonly x_label: string;
      readonly y_label: string;
    };
  };
}

interface ChartPoint {
  readonly label: string;
  readonly value: number;
}

/** Told by its type alone: nothing but `chartBlock` makes such blocks. */
export function isChartBlock(block: object): block is ChartBlock {
  return 'type' in block && block.type === 'data_visualization';
}

const TITLE_MAX = 50;
const POINTS_MAX = 20;

/** A line needs two points. */
const POINTS_MIN = 2;

/**
 * The newest looks at which every row has a number, on an axis of minutes before the verdict, which is the last point.
 * Undefined: there are too few of them.
 */
export function chartBlock({ workload, metric, looks, rows }: WindowChart): ChartBlock | undefined {
  const shown = looks
    .map((_, index) => index)
    .filter((index) => rows.every(({ shares }) => shares[index] !== undefined))
    .slice(-POINTS_MAX);
  if (shown.length < POINTS_MIN) return undefined;
  const last = looks.at(-1) ?? 0;
  const categories = shown.map((index) => minutesBefore(last - (looks[index] ?? last)));
  const name = workload.split('/').slice(1).join('/');
  return {
    type: 'data_visualization',
    title: plain(`${metric === 'errors' ? 'Errors' : 'Slow requests'}, % · ${name}`, TITLE_MAX),
    chart: {
      type: 'line',
      series: rows.map((row) => ({
        name: row.name,
        data: shown.map((index, at) => ({
          label: categories[at] ?? '',
          value: Math.round((row.shares[index] ?? 0) * 100_000) / 1_000,
        })),
      })),
      axis_config: { categories, x_label: 'minutes before the verdict', y_label: '% of requests' },
    },
  };
}

/** `-2:30`; the last one, `0:00`, is the verdict's. */
function minutesBefore(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${seconds > 0 ? '-' : ''}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
