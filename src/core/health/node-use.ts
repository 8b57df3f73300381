import { NODE_METRICS } from './gate-rules.ts';
import type { NodeMetric } from './gate-rules.ts';
import type { Measured } from './measured.ts';

/** What one node was like over a trailing window; each part only where the source says it. Shares of time. */
export interface NodeUse {
  readonly node: string;
  readonly shares: Readonly<Partial<Record<NodeMetric, number>>>;
}

/** One look at the nodes: of each metric the worst patched node, and how the others are on average. */
export type NodeLook =
  | { readonly at: number; readonly compared: readonly ComparedNode[] }
  | { readonly at: number; readonly why: string };

export interface ComparedNode {
  readonly metric: NodeMetric;
  /** The patched node with the highest share. */
  readonly node: string;
  readonly patched: number;
  /** Undefined: there is no other node to compare with. */
  readonly others?: number;
}

export function compareNodes(
  at: number,
  answer: Measured<readonly NodeUse[]>,
  isPatched: (node: NodeUse) => boolean,
): NodeLook {
  if (answer.kind !== 'measured') return { at, why: answer.why };
  const patched = answer.value.filter(isPatched);
  const others = answer.value.filter((node) => !isPatched(node));
  return { at, compared: NODE_METRICS.flatMap((metric) => compare(metric, patched, others)) };
}

function compare(
  metric: NodeMetric,
  patched: readonly NodeUse[],
  others: readonly NodeUse[],
): readonly ComparedNode[] {
  const [worst] = patched
    .flatMap(({ node, shares }) => (shares[metric] === undefined ? [] : [{ node, share: shares[metric] }]))
    .toSorted((one, other) => other.share - one.share);
  if (!worst) return [];
  const known = others.flatMap(({ shares }) => (shares[metric] === undefined ? [] : [shares[metric]]));
  const mean = known.reduce((sum, share) => sum + share, 0) / known.length;
  const compared = { metric, node: worst.node, patched: rounded(worst.share) };
  return [known.length === 0 ? compared : { ...compared, others: rounded(mean) }];
}

function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
