/** Epoch milliseconds of an RFC 3339 time as Kubernetes writes it; undefined for anything else. */
export function epochMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (usualMs(text) ?? anyMs(text));
}

/** `2026-01-05T08:00:00Z`, as nearly all are written: a large cluster has half a million of them. */
const USUAL = '0000-00-00T00:00:00Z';
const ZERO = USUAL.charCodeAt(0);

function usualMs(text: string): number | undefined {
  if (text.length !== USUAL.length) return undefined;
  for (let index = 0; index < USUAL.length; index++) {
    const [code, usual] = [text.charCodeAt(index), USUAL.charCodeAt(index)];
    const fits = usual === ZERO ? code >= ZERO && code <= ZERO + 9 : code === usual;
    if (!fits) return undefined;
  }
  const two = (at: number): number => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
  const days = daysSinceEpoch(two(0) * 100 + two(2), two(5), two(8));
  return (days * 86_400 + two(11) * 3600 + two(14) * 60 + two(17)) * 1000;
}

function anyMs(text: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!parts) return undefined;
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction = '0',
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
  ] = parts;
  const days = daysSinceEpoch(Number(year), Number(month), Number(day));
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second) + Number(fraction);
  const offset = (Number(offsetHours) * 3600 + Number(offsetMinutes) * 60) * (sign === '-' ? -1 : 1);
  return Math.round((days * 86_400 + seconds - offset) * 1000);
}

/** The civil calendar in whole days: years begin in March, so that the leap day is the last of its year. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
