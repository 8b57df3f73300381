const ZONE = 'UTC';

type Style = Intl.DateTimeFormatOptions;

const DAY: Style = { month: 'long', day: 'numeric', year: 'numeric' };
const SHORT: Style = { month: 'short', day: 'numeric', year: 'numeric' };
const LONG: Style = { weekday: 'long', ...DAY };
const TIME: Style = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/**
 * A date as Slack formats it: `{date_short_pretty} {time}`. Everybody in the sandbox lives in UTC, by the world's clock.
 * `epoch`: seconds; `now`: world time, epoch ms.
 */
export function formatDate(epoch: number, format: string, now: number): string {
  const at = epoch * 1000;
  return format.replaceAll(/\{(\w+)\}/g, (token, name: string) => worded(name, at, now) ?? token);
}

export function clockTime(at: number, withSeconds = false): string {
  return inZone(at, withSeconds ? { ...TIME, second: '2-digit' } : TIME);
}

function worded(name: string, at: number, now: number): string | undefined {
  switch (name) {
    case 'time':
      return clockTime(at);
    case 'time_secs':
      return clockTime(at, true);
    case 'date_num':
      return new Date(at).toISOString().slice(0, 10);
    case 'date':
      return inZone(at, DAY);
    case 'date_short':
      return inZone(at, SHORT);
    case 'date_long':
      return inZone(at, LONG);
    case 'date_pretty':
    case 'day_divider_pretty':
      return nearby(at, now) ?? inZone(at, DAY);
    case 'date_short_pretty':
      return nearby(at, now) ?? inZone(at, SHORT);
    case 'date_long_pretty':
      return nearby(at, now) ?? inZone(at, LONG);
    case 'ago':
      return ago(now - at);
    default:
      return undefined;
  }
}

function nearby(at: number, now: number): string | undefined {
  const days = Math.floor(now / DAY_MS) - Math.floor(at / DAY_MS);
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : days === -1 ? 'tomorrow' : undefined;
}

const DAY_MS = 86_400_000;
const STEPS = [
  [DAY_MS, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

function ago(ms: number): string {
  const [size, unit] = STEPS.find(([step]) => Math.abs(ms) >= step) ?? [1_000, 'second'];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.round(ms / size), unit);
}

function inZone(at: number, style: Style): string {
  return new Intl.DateTimeFormat('en-GB', { ...style, timeZone: ZONE }).format(at);
}
