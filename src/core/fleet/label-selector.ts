import type { LabelRequirement, LabelSelector } from './meta.ts';

export type Labels = Readonly<Record<string, string>>;

/** Whether a `metav1.LabelSelector` selects these labels. An empty selector selects everything, none selects nothing. */
export function selects(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (!selector) return false;
  return (
    hasPairs(labels, selector.matchLabels) &&
    (selector.matchExpressions ?? []).every((requirement) => meets(requirement, labels))
  );
}

/** A Service's selector: plain equality; an empty or missing one selects nothing. */
export function selectsByEquality(selector: Labels | undefined, labels: Labels = {}): boolean {
  return Object.keys(selector ?? {}).length > 0 && hasPairs(labels, selector);
}

/** Whether labels have every pair; no pairs are had by all. What a pod's nodeSelector asks of a node. */
export function hasPairs(labels: Labels | undefined, pairs: Labels | undefined): boolean {
  for (const key in pairs) if (labelOf(labels, key) !== pairs[key]) return false;
  return true;
}

/** A label's value. A key such as `constructor` is a label like all others, and so absent unless somebody set it. */
export function labelOf(labels: Labels | undefined, key: string): string | undefined {
  return labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** A selector without any requirement. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return (
    Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
  );
}

/** The API server skips a budget whose selector does not parse, and the scheduler gives up on a pod with one. */
export function isValidSelector(selector: LabelSelector): boolean {
  return (
    Object.entries(selector.matchLabels ?? {}).every(
      ([key, value]) => isLabelKey(key) && isLabelValue(value),
    ) && (selector.matchExpressions ?? []).every(isValidRequirement)
  );
}

const LABEL_MAX = 63;

export function isLabelValue(value: string): boolean {
  return (
    value === '' || (value.length <= LABEL_MAX && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(value))
  );
}

function isLabelKey(key: string): boolean {
  const parts = key.split('/');
  return parts.length <= 2 && parts.every((part) => part !== '') && isLabelValue(parts.at(-1) ?? '');
}

function isValidRequirement({ key, operator, values = [] }: LabelRequirement): boolean {
  if (!isLabelKey(key)) return false;
  if (operator === 'In' || operator === 'NotIn') return values.length > 0 && values.every(isLabelValue);
  return (operator === 'Exists' || operator === 'DoesNotExist') && values.length === 0;
}

function meets({ key, operator, values = [] }: LabelRequirement, labels: Labels): boolean {
  const value = labelOf(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
