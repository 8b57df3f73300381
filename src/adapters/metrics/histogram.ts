import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';
import type { Series } from './read-answer.ts';

/** Requests up to each edge of a histogram, in growing order of the edges; the last edge is infinity. */
export interface Histogram {
  readonly edges: readonly { readonly seconds: number; readonly count: number }[];
}

/** Counters that are scraped at different instants may disagree by so much of a request, and more is a wrong answer. */
const DISAGREEMENT_MAX = 0.01;

/** From the answer to `sum by (le) (...)`. No series at all is no requests; an answer that is no histogram is an error. */
export function toHistogram(
  answer: Measured<readonly Series[]>,
  unitSeconds: number,
): Measured<Histogram | undefined> {
  if (answer.kind !== 'measured') return answer;
  if (answer.value.length === 0) return measured(undefined);
  const edges = answer.value
    .map(({ labels, points }) => ({
      seconds: edgeOf(labels['le'] ?? '') * unitSeconds,
      count: points.at(-1)?.value ?? Number.NaN,
    }))
    .toSorted((one, other) => one.seconds - other.seconds);
  const why = wrong(edges);
  return why === undefined ? measured({ edges }) : { kind: 'error', why };
}

function wrong(edges: Histogram['edges']): string | undefined {
  if (edges.some(({ seconds, count }) => Number.isNaN(seconds) || !Number.isFinite(count) || count < 0))
    return 'its histogram has an edge or a count that is no number';
  if (edges.at(-1)?.seconds !== Number.POSITIVE_INFINITY) return 'its histogram has no last edge (+Inf)';
  const falls = edges.some(({ count }, index) => {
    const before = edges[index - 1]?.count ?? 0;
    return before - count > DISAGREEMENT_MAX * before + 1;
  });
  return falls ? 'its histogram counts fewer requests at a higher edge' : undefined;
}

function edgeOf(le: string): number {
  if (le === '+Inf') return Number.POSITIVE_INFINITY;
  return le === '' ? Number.NaN : Number(le);
}

function totalOf({ edges }: Histogram): number {
  return edges.at(-1)?.count ?? 0;
}

/** Requests that took longer than this edge; undefined if the histogram has no such edge. */
export function slowerThan(histogram: Histogram, seconds: number): number | undefined {
  const edge = histogram.edges.find((one) => Math.abs(one.seconds - seconds) <= 1e-9 * seconds);
  return edge === undefined ? undefined : Math.max(0, totalOf(histogram) - edge.count);
}

/** As `histogram_quantile` does: linear within the bucket, and the last finite edge beyond it. */
export function quantile({ edges }: Histogram, share: number): number | undefined {
  const total = edges.at(-1)?.count ?? 0;
  if (total <= 0) return undefined;
  const index = edges.findIndex(({ count }) => count >= share * total);
  const [edge, below] = [edges[index], edges[index - 1]];
  if (!edge) return undefined;
  if (edge.seconds === Number.POSITIVE_INFINITY) return below?.seconds;
  const inBucket = edge.count - (below?.count ?? 0);
  const from = below?.seconds ?? 0;
  const part = inBucket > 0 ? (share * total - (below?.count ?? 0)) / inBucket : 1;
  return from + (edge.seconds - from) * part;
}

/** The edge next above this quantile; undefined if the histogram does not say how far beyond its last edge that lies. */
export function edgeAbove({ edges }: Histogram, share: number): number | undefined {
  const total = edges.at(-1)?.count ?? 0;
  const edge = total > 0 ? edges.find(({ count }) => count >= share * total)?.seconds : undefined;
  return edge === Number.POSITIVE_INFINITY ? undefined : edge;
}
