import type { RequestSource } from './baseline.ts';
import type { Measured } from './measured.ts';

/** What the metrics source answered about one workload on the nodes to be replaced. */
export interface FoundSource {
  /** `Deployment/shop/cart`. */
  readonly workload: string;
  readonly found: Measured<RequestSource>;
}

/** Workloads that are named; the rest is counted. */
const NAMED_MAX = 3;

/** What the health gate will judge requests by, for who approves: the series with their workloads, then what it will not judge. */
export function gateOutlook(sources: readonly FoundSource[]): readonly string[] {
  const told = sources.flatMap(({ found }) => (found.kind === 'measured' ? [sourceName(found.value)] : []));
  const counts = [...Map.groupBy(told, (name) => name)].map(
    ([name, all]) => `${name} for ${all.length} ${all.length === 1 ? 'workload' : 'workloads'}`,
  );
  const untold = sources.flatMap(({ workload, found }) =>
    found.kind === 'measured' ? [] : [`requests of ${workload} are not judged: ${found.why}`],
  );
  const more = untold.length - NAMED_MAX;
  return [
    ...counts,
    ...untold.slice(0, NAMED_MAX),
    ...(more > 0 ? [`nor are those of ${more} more workloads`] : []),
  ];
}

function sourceName(source: RequestSource): string {
  if (source.kind === 'ambient') return source.name;
  const { name, total, codeLabel } = source.series;
  return `${name === total ? total : `${name} (${total})`} by ${codeLabel}`;
}
