import { labelOf, type Labels } from '../fleet/label-selector.ts';
import { zoneOf, type Node } from '../fleet/node.ts';
import { millisOf, parseQuantity, unitsOf } from '../placement/quantity.ts';

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** What the group's nodes have in common, and so what its next node will surely be like. */
export interface NodeModel {
  readonly nodes: readonly Node[];
  readonly allocatable: Readonly<Record<string, string>>;
  readonly taints: NonNullable<NonNullable<Node['spec']>['taints']>;
  /** Worked out once for each zone. */
  readonly labelsByZone: Map<string, Labels>;
}

/**
 * Taken at its least: the smallest amount of everything that any node of the group offers, and only the labels that
 * all of them carry. A label on some nodes alone was set by hand, and the next node will not have it.
 */
export function modelOf(nodes: readonly Node[]): NodeModel {
  const [first] = nodes;
  const resources = Object.keys(first?.status?.allocatable ?? {});
  const allocatable = resources.flatMap((name) => {
    const amounts = nodes.map(({ status }) => status?.allocatable?.[name]);
    const least = amounts.every((amount) => amount !== undefined) ? smallest(amounts) : undefined;
    return least === undefined ? [] : [[name, least] as const];
  });
  const taints = (first?.spec?.taints ?? []).filter(
    ({ key, effect }) =>
      !isPassing(key) &&
      nodes.every((node) => node.spec?.taints?.some((taint) => taint.key === key && taint.effect === effect)),
  );
  return { nodes, allocatable: Object.fromEntries(allocatable), taints, labelsByZone: new Map() };
}

export function newNode(model: NodeModel, name: string, zone: string): Node {
  const labels = model.labelsByZone.get(zone) ?? labelsFor(model.nodes, zone);
  model.labelsByZone.set(zone, labels);
  return {
    metadata: { name, uid: `new ${name}`, labels: { ...labels, [HOSTNAME]: name } },
    spec: { taints: model.taints },
    status: { allocatable: model.allocatable, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** Values that all nodes share, or all nodes of the zone; the rest tells nodes apart and is not known in advance. */
function labelsFor(nodes: readonly Node[], zone: string): Labels {
  const inZone = nodes.filter((node) => zoneOf(node) === zone);
  const labels: Record<string, string> = {};
  for (const key of Object.keys(nodes[0]?.metadata.labels ?? {})) {
    const values = nodes.map(({ metadata }) => labelOf(metadata.labels, key));
    if (values.includes(undefined)) continue;
    const value = only(values) ?? only(inZone.map(({ metadata }) => labelOf(metadata.labels, key)));
    if (value !== undefined) labels[key] = value;
    else if (key.endsWith('/zone')) labels[key] = zone;
  }
  return { ...labels, [ZONE]: zone };
}

function only(values: readonly (string | undefined)[]): string | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

/** Set by Kubernetes, by an autoscaler or by drover for a time: a new node is without it once it is ready. */
function isPassing(key: string): boolean {
  return /^(node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|drover\.dev\/|ToBeDeletedByClusterAutoscaler$|DeletionCandidateOfClusterAutoscaler$)/.test(
    key,
  );
}

function smallest(amounts: readonly string[]): string | undefined {
  const read = amounts.map((text) => ({ text, quantity: parseQuantity(text) }));
  const known = read.flatMap(({ text, quantity }) => (quantity ? [{ text, quantity }] : []));
  if (known.length < read.length) return undefined;
  return known.toSorted(
    (a, b) => unitsOf(a.quantity) - unitsOf(b.quantity) || millisOf(a.quantity) - millisOf(b.quantity),
  )[0]?.text;
}
