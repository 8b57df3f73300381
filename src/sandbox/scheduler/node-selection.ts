import type { NodeSelector, NodeSelectorTerm } from '../controllers/kinds/affinity.ts';
import { meetsRequirement, type LabelRequirement, type Labels } from '../controllers/kinds/label-selector.ts';
import type { Pod } from '../controllers/kinds/pod.ts';

interface NodeLike {
  readonly name: string;
  readonly labels: Labels;
}

/** Does the node have what `nodeSelector` and the required node affinity of the pod ask? */
export function selectsNode({ spec }: Pod, node: NodeLike): boolean {
  const fixed = Object.entries(spec.nodeSelector ?? {});
  if (!fixed.every(([key, value]) => node.labels[key] === value)) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesNodeSelector(required, node);
}

/** Terms are alternatives; a selector without terms matches nothing. */
export function matchesNodeSelector({ nodeSelectorTerms }: NodeSelector, node: NodeLike): boolean {
  return (nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));
}

/** An empty term matches nothing. `matchFields` look at the name of the node, not at its hostname label. */
export function matchesTerm(term: NodeSelectorTerm, { name, labels }: NodeLike): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  return (
    expressions.every((requirement) => meetsNodeRequirement(requirement, labels)) &&
    fields.every((requirement) => meetsRequirement(requirement, { 'metadata.name': name }))
  );
}

function meetsNodeRequirement(requirement: LabelRequirement, labels: Labels): boolean {
  const { key, operator, values = [] } = requirement;
  // A value that could be no label ("-1") makes the scheduler drop the whole term.
  if (!values.every(isLabelValue)) return false;
  if (operator !== 'Gt' && operator !== 'Lt') return meetsRequirement(requirement, labels);
  const value = wholeNumber(labels[key]);
  const bound = wholeNumber(values[0]);
  if (value === undefined || bound === undefined) return false;
  return operator === 'Gt' ? value > bound : value < bound;
}

function isLabelValue(text: string): boolean {
  return text.length <= 63 && /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(text);
}

/** As strconv.ParseInt reads it: "05" is 5, "5.5" and "" are no numbers. */
function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}
