import { isLabelValue, labelOf, hasPairs, type Labels } from '../fleet/label-selector.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from '../fleet/pod.ts';

/** A node as selectors see it. */
export interface SelectableNode {
  readonly name: string;
  readonly labels: Labels;
}

/** nodeSelector and required node affinity together: both must hold. */
export function matchesNodeAffinity(spec: PodSpec, node: SelectableNode): boolean {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return hasPairs(node.labels, spec.nodeSelector) && (!required || matchesNodeSelector(required, node));
}

/** Terms are alternatives; an empty term and one that does not parse match no node. */
export function matchesNodeSelector({ nodeSelectorTerms }: NodeSelector, node: SelectableNode): boolean {
  return nodeSelectorTerms.some((term) => matchesTerm(term, node));
}

/** Whether the terms look at a field of the node rather than at its labels. */
export function looksAtFields(selector: NodeSelector | undefined): boolean {
  return (selector?.nodeSelectorTerms ?? []).some(({ matchFields }) => (matchFields ?? []).length > 0);
}

/** The label keys that a selector looks at. */
export function keysOfNodeSelector(selector: NodeSelector | undefined): string[] {
  return (selector?.nodeSelectorTerms ?? []).flatMap(({ matchExpressions = [] }) =>
    matchExpressions.map(({ key }) => key),
  );
}

function matchesTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  node: SelectableNode,
): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every(isValidRequirement) &&
    matchFields.every(isValidFieldRequirement) &&
    matchExpressions.every((requirement) => matches(requirement, labelOf(node.labels, requirement.key))) &&
    matchFields.every((requirement) => matches(requirement, node.name))
  );
}

function matches({ operator, values = [] }: NodeSelectorRequirement, actual: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return actual !== undefined && values.includes(actual);
    case 'NotIn':
      return actual === undefined || !values.includes(actual);
    case 'Exists':
      return actual !== undefined;
    case 'DoesNotExist':
      return actual === undefined;
    case 'Gt':
    case 'Lt':
      return compare(operator, actual, values[0]);
    default:
      return false;
  }
}

function compare(operator: 'Gt' | 'Lt', actual: string | undefined, bound: string | undefined): boolean {
  if (!isInteger(actual) || !isInteger(bound)) return false;
  return operator === 'Gt' ? BigInt(actual) > BigInt(bound) : BigInt(actual) < BigInt(bound);
}

/** Go's ParseInt, base 10, 64 bits. */
function isInteger(text: string | undefined): text is string {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return false;
  return BigInt.asIntN(64, toBigInt(text)) === toBigInt(text);
}

function toBigInt(text: string): bigint {
  return BigInt(text.replace('+', ''));
}

function isValidRequirement({ operator, values = [] }: NodeSelectorRequirement): boolean {
  if (operator === 'In' || operator === 'NotIn') return values.length > 0 && values.every(isLabelValue);
  if (operator === 'Exists' || operator === 'DoesNotExist') return values.length === 0;
  return (operator === 'Gt' || operator === 'Lt') && values.length === 1 && values.every(isBound);
}

/** A bound must be a label value too, which `-5` is not. */
function isBound(value: string): boolean {
  return isLabelValue(value) && isInteger(value);
}

function isValidFieldRequirement({ key, operator, values = [] }: NodeSelectorRequirement): boolean {
  return key === 'metadata.name' && (operator === 'In' || operator === 'NotIn') && values.length === 1;
}
