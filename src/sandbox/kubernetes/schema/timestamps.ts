const RFC3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** A time to the second in UTC, as most fields have it; undefined for what is no RFC 3339. */
export function canonicalTime(text: string): string | undefined {
  const at = instantOf(text);
  return at === undefined ? undefined : `${at.toISOString().slice(0, 19)}Z`;
}

/** A time with six decimals, as leases and new events have it. */
export function canonicalMicroTime(text: string): string | undefined {
  const at = instantOf(text);
  if (at === undefined) return undefined;
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  return `${at.toISOString().slice(0, 19)}.${fraction.padEnd(6, '0').slice(0, 6)}Z`;
}

function instantOf(text: string): Date | undefined {
  if (!RFC3339.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** What Go says of a text that is no time. */
export function timeProblem(text: string): string {
  return `parsing time ${JSON.stringify(JSON.stringify(text))} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)} as "2006"`;
}
