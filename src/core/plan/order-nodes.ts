import { compareText } from '../fleet/compare-names.ts';
import type { NodeRef } from '../rollout/claim.ts';
import { compareRisk, type NodeRisk } from './node-risk.ts';

export interface RankedNode {
  readonly ref: NodeRef;
  readonly risk: NodeRisk;
  /** drover runs on it. */
  readonly own: boolean;
}

/**
 * The canary is the node with the least risk. Zones take turns, so that none loses two nodes in a row where that can be
 * helped. Nodes with critical pods stand in the middle: late enough to have learned, early enough that the end is quiet.
 * Our own node is last. The same nodes give the same order, however they were listed.
 */
export function orderNodes(nodes: readonly RankedNode[]): readonly NodeRef[] {
  const sorted = nodes.toSorted(byRiskAndName);
  const own = sorted.filter((node) => node.own);
  const others = sorted.filter((node) => !node.own);
  const [canary, ...rest] = others;
  if (!canary) return own.map(({ ref }) => ref);

  const critical = rest.filter(({ risk }) => risk.critical > 0);
  const ordinary = rest.filter(({ risk }) => risk.critical === 0);
  const half = Math.ceil(ordinary.length / 2);
  const order = [canary];
  const early = takeTurns(ordinary, half, canary.ref.zone);
  order.push(...early);
  order.push(...takeTurns(critical, critical.length, lastZone(order)));
  const late = ordinary.filter((node) => !early.includes(node));
  order.push(...takeTurns(late, late.length, lastZone(order)));
  return [...order, ...own].map(({ ref }) => ref);
}

function lastZone(order: readonly RankedNode[]): string | undefined {
  return order.at(-1)?.ref.zone;
}

/** From the zone that has most left, but not from the one that was last. */
function takeTurns(nodes: readonly RankedNode[], count: number, after: string | undefined): RankedNode[] {
  const left = new Map(
    [...Map.groupBy(nodes, ({ ref }) => ref.zone)].map(([zone, list]) => [zone, [...list]]),
  );
  const taken: RankedNode[] = [];
  let last = after;
  while (taken.length < count) {
    const zone = nextZone(left, last);
    const node = zone === undefined ? undefined : left.get(zone)?.shift();
    if (!node) break;
    taken.push(node);
    last = zone;
  }
  return taken;
}

function nextZone(
  left: ReadonlyMap<string, readonly RankedNode[]>,
  last: string | undefined,
): string | undefined {
  const open = [...left].filter(([, nodes]) => nodes.length > 0);
  const others = open.filter(([zone]) => zone !== last);
  const [first] = (others.length > 0 ? others : open).toSorted(
    ([zoneA, a], [zoneB, b]) => b.length - a.length || compareText(zoneA, zoneB),
  );
  return first?.[0];
}

function byRiskAndName(a: RankedNode, b: RankedNode): number {
  return compareRisk(a.risk, b.risk) || compareText(a.ref.name, b.ref.name);
}
