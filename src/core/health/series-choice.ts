import { BAD_HTTP_CODES, isLabelName, isMetricName } from './request-series.ts';
import type { RequestSeries } from './request-series.ts';

/** Who says which series tell of a workload's requests. */
export type SeriesChoice =
  /** Nobody: the first known ones that have data. */
  | { readonly kind: 'known' }
  | { readonly kind: 'series'; readonly series: RequestSeries }
  /** A target group of a load balancer, by CloudWatch's dimensions. It knows no pods. */
  | { readonly kind: 'target-group'; readonly loadBalancer: string; readonly targetGroup: string }
  /** A person wants that they are not judged. */
  | { readonly kind: 'none' }
  /** A person said something that cannot be read. */
  | { readonly kind: 'unreadable'; readonly why: string };

const KEYS = ['total', 'code', 'bad', 'histogram', 'unit', 'loadBalancer', 'targetGroup'];

/** The annotation of a workload that says which series tell of its requests. */
const METRICS_ANNOTATION = 'drover.dev/metrics';

/** What a workload says itself; else the known series. */
export function seriesChoiceOf(annotations: Readonly<Record<string, string>> | undefined): SeriesChoice {
  const said = annotations?.[METRICS_ANNOTATION];
  return said === undefined ? { kind: 'known' } : parseSeriesChoice(said);
}

/**
 * Reads `total=http_requests_total code=status bad=5.. histogram=http_duration_seconds_bucket unit=s`, of which `total`
 * must be there, or `targetGroup=targetgroup/web/0123 loadBalancer=app/shop/4567`, or `none`. Pairs are divided by spaces.
 */
export function parseSeriesChoice(text: string): SeriesChoice {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 1 && words[0] === 'none') return { kind: 'none' };
  const pairs = new Map<string, string>();
  for (const word of words) {
    const [key = '', ...rest] = word.split('=');
    if (!KEYS.includes(key) || rest.length === 0)
      return unreadable(`"${word}" is not one of ${KEYS.map((one) => `${one}=...`).join(', ')}`);
    pairs.set(key, rest.join('='));
  }
  return toChoice(pairs);
}

function toChoice(pairs: ReadonlyMap<string, string>): SeriesChoice {
  if (pairs.has('targetGroup') || pairs.has('loadBalancer')) return toTargetGroup(pairs);
  const total = pairs.get('total') ?? '';
  const codeLabel = pairs.get('code') ?? 'code';
  const bucket = pairs.get('histogram');
  const unit = pairs.get('unit') ?? 's';
  if (!isMetricName(total)) return unreadable(`total must name a counter, and "${total}" is no name`);
  if (!isLabelName(codeLabel)) return unreadable(`code must name a label, and "${codeLabel}" is no name`);
  if (bucket !== undefined && !isMetricName(bucket))
    return unreadable(`histogram must name a _bucket series, and "${bucket}" is no name`);
  if (unit !== 's' && unit !== 'ms') return unreadable(`unit must be s or ms, not "${unit}"`);
  const histogram =
    bucket === undefined ? {} : { histogram: { bucket, unitSeconds: unit === 's' ? 1 : 0.001 } };
  const badCodes = pairs.get('bad') ?? BAD_HTTP_CODES;
  return { kind: 'series', series: { name: total, total, only: {}, codeLabel, badCodes, ...histogram } };
}

function toTargetGroup(pairs: ReadonlyMap<string, string>): SeriesChoice {
  const [loadBalancer = '', targetGroup = ''] = [pairs.get('loadBalancer'), pairs.get('targetGroup')];
  if (pairs.size > 2) return unreadable('beside targetGroup and loadBalancer nothing else is said');
  if (!/^app\/[\w-]+\/[0-9a-f]+$/.test(loadBalancer))
    return unreadable(`loadBalancer must be the end of an ARN, app/name/id, not "${loadBalancer}"`);
  if (!/^targetgroup\/[\w-]+\/[0-9a-f]+$/.test(targetGroup))
    return unreadable(`targetGroup must be the end of an ARN, targetgroup/name/id, not "${targetGroup}"`);
  return { kind: 'target-group', loadBalancer, targetGroup };
}

function unreadable(why: string): SeriesChoice {
  return { kind: 'unreadable', why };
}
