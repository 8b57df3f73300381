import { percent } from './number-words.ts';
import type { WindowChart } from './window-chart.ts';

const COLUMNS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const NOTHING = '·';

/** The longest name of a row. */
const NAME_WIDTH = 'patched'.length;

/** The chart as lines of text of one width, all rows on one scale that begins at 0. */
export function chartLines({ workload, metric, looks, rows }: WindowChart): readonly string[] {
  const shares = rows.flatMap((row) => row.shares.map((share) => share ?? 0));
  const top = Math.max(...shares, Number.MIN_VALUE);
  return [
    `${workload}, ${metric === 'errors' ? 'errors' : 'slow requests'}, ${looks.length} looks in ${lengthWords(looks)}, █ is ${percent(top)}`,
    ...rows.map(
      (row) =>
        `${row.name.padEnd(NAME_WIDTH)} ${row.shares.map((share) => columnOf(share, top)).join('')} ${lastOf(row.shares)}`,
    ),
  ];
}

/** A verdict that needs no window is there within seconds. */
function lengthWords(looks: readonly number[]): string {
  const seconds = Math.round(((looks.at(-1) ?? 0) - (looks[0] ?? 0)) / 1_000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function columnOf(share: number | undefined, top: number): string {
  if (share === undefined) return NOTHING;
  return COLUMNS[Math.round((share / top) * (COLUMNS.length - 1))] ?? NOTHING;
}

function lastOf(shares: readonly (number | undefined)[]): string {
  const last = shares.findLast((share) => share !== undefined);
  return last === undefined ? 'no number' : percent(last);
}
