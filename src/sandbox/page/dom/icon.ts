import { svg } from './element.ts';

/** Line drawings on a 16 by 16 grid. */
const PATHS = {
  hash: 'M6 2 4.5 14M11.5 2 10 14M2.5 5.5h11.5M2 10.5h11.5',
  lock: 'M4 7h8v6H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  chevron: 'M4 6l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  send: 'M2.5 8 13.5 3 10 13.5 7.8 9zM7.8 9 13.5 3',
  restart: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.5v3h-3',
  help: 'M6 6a2 2 0 1 1 2.7 1.9c-.5.2-.7.6-.7 1.1v.3M8 11.8v.2M8 14A6 6 0 1 1 8 2a6 6 0 0 1 0 12z',
  eye: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  thread: 'M3 3.5h10v7H8l-3 2.5v-2.5H3zM5.5 6h5M5.5 8h3',
  back: 'M10 3 5 8l5 5',
  home: 'M2.5 8 8 3l5.5 5M4 7v6h8V7',
  bulb: 'M6 12h4M6.5 14h3M8 2a4 4 0 0 1 2.3 7.3c-.5.4-.8 1-.8 1.7h-3c0-.7-.3-1.3-.8-1.7A4 4 0 0 1 8 2z',
  pod: 'M8 2l5 3v6l-5 3-5-3V5zM3 5l5 3 5-3M8 8v6',
  node: 'M2.5 4h11v8h-11zM2.5 8h11M5 6h.2M5 10h.2',
  capacity: 'M3 13V9M8 13V3M13 13V6',
  note: 'M4 2.5h6l2.5 2.5v8.5H4zM6 7h4.5M6 9.5h4.5',
  dots: 'M3.5 8h.2M8 8h.2M12.5 8h.2',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  log: 'M3 3h10v10H3zM5.5 6 7 7.5 5.5 9M8.5 9.5h2.5',
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  alert: 'M8 2.5 14.5 13.5H1.5zM8 6.5v3M8 11.5v.2',
  people:
    'M5.5 8a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM1.5 13c0-2.5 1.8-3.7 4-3.7s4 1.2 4 3.7M10.5 7.6a1.9 1.9 0 1 0 0-3.8M11 9.3c2 0 3.5 1.2 3.5 3.7',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words: it says nothing itself to those who listen. */
export function icon(name: IconName, size = 16): SVGSVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 16 16', width: size, height: size, class: 'icon', 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name] }),
  );
}
