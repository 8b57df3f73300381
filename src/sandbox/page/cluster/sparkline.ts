import type { ServiceView } from '../../control/view/world-view.ts';
import { svg } from '../dom/element.ts';

const WIDTH = 132;
const HEIGHT = 24;
const SLOTS = 60;
/** The band stays low, so that a bar of failures stands out of it. */
const BAND = 0.55;
/** A failure is visible, however small its share. */
const FAILED_MIN_PX = 5;

/** Slots on each side over which the band is evened out. */
const REACH = 3;

/** Requests of the last minutes: a calm green band, and a red bar where some failed. Decoration beside the numbers. */
export function drawSparkline({ history }: ServiceView): SVGSVGElement {
  const counts = evened(history.map(([ok, failed]) => ok + failed));
  const top = Math.max(1, ...counts);
  const step = WIDTH / SLOTS;
  const first = SLOTS - history.length;
  const points = history.map(([ok, failed], at) => {
    const y = HEIGHT - 1 - ((counts[at] ?? 0) / top) * HEIGHT * BAND;
    return { x: (first + at) * step, y, share: ok + failed === 0 ? 0 : failed / (ok + failed), failed };
  });
  const line = points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join(' L');
  const bars = points
    .filter(({ failed }) => failed > 0)
    .map(({ x, share }) => {
      const height = Math.max(FAILED_MIN_PX, share * HEIGHT);
      return svg('rect', { x, y: HEIGHT - height, width: Math.max(2, step), height, class: 'failed' });
    });
  const area = points[0]
    ? [
        svg('path', {
          d: `M${line} L${WIDTH} ${HEIGHT} L${points[0].x.toFixed(1)} ${HEIGHT} Z`,
          class: 'area',
        }),
        svg('path', { d: `M${line}`, class: 'line' }),
      ]
    : [];
  return svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: 'sparkline',
      'aria-hidden': 'true',
      preserveAspectRatio: 'none',
    },
    ...area,
    ...bars,
  );
}

/** A machine that is busy for a moment counts late and then twice: over a few slots the counts are what they were. */
function evened(counts: readonly number[]): readonly number[] {
  return counts.map((_, at) => {
    const near = counts.slice(Math.max(0, at - REACH), at + REACH + 1);
    return near.reduce((sum, count) => sum + count, 0) / near.length;
  });
}
