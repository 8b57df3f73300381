import { labelOf, type Labels } from '../fleet/label-selector.ts';
import type { LabelRequirement, LabelSelector } from '../fleet/meta.ts';
import type { PodAffinity, PodAffinityTerm, PodSpec } from '../fleet/pod.ts';

/** The parts of a spec whose selectors the API server completes when a pod is made. */
type Completed = Pick<PodSpec, 'affinity' | 'topologySpreadConstraints'>;

/**
 * A template's selectors as the API server stores them with a pod: each of `matchLabelKeys` that the pod has becomes a
 * requirement. In pod affinity since release 1.31, in topology spread since 1.34; before, the scheduler does the same.
 */
export function withMergedLabelKeys(template: PodSpec, labels: Labels | undefined): Completed {
  const { affinity, topologySpreadConstraints } = template;
  return {
    ...(affinity && { affinity: mergedAffinity(affinity, labels) }),
    ...(topologySpreadConstraints && {
      topologySpreadConstraints: topologySpreadConstraints.map((each) => merged(each, labels)),
    }),
  };
}

function mergedAffinity(
  affinity: NonNullable<PodSpec['affinity']>,
  labels: Labels | undefined,
): NonNullable<PodSpec['affinity']> {
  const { podAffinity, podAntiAffinity } = affinity;
  return {
    ...affinity,
    ...(podAffinity && { podAffinity: mergedTerms(podAffinity, labels) }),
    ...(podAntiAffinity && { podAntiAffinity: mergedTerms(podAntiAffinity, labels) }),
  };
}

function mergedTerms(affinity: PodAffinity, labels: Labels | undefined): PodAffinity {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required,
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
  } = affinity;
  return {
    ...affinity,
    ...(required && {
      requiredDuringSchedulingIgnoredDuringExecution: required.map((term) => merged(term, labels)),
    }),
    ...(preferred && {
      preferredDuringSchedulingIgnoredDuringExecution: preferred.map((each) => ({
        ...each,
        podAffinityTerm: merged(each.podAffinityTerm, labels),
      })),
    }),
  };
}

type Selecting = Pick<PodAffinityTerm, 'labelSelector' | 'matchLabelKeys' | 'mismatchLabelKeys'>;

function merged<T extends Selecting>(term: T, labels: Labels | undefined): T {
  const own = [
    ...requirements(term.matchLabelKeys, 'In', labels),
    ...requirements(term.mismatchLabelKeys, 'NotIn', labels),
  ];
  if (own.length === 0 || !term.labelSelector) return term;
  const { matchExpressions = [] } = term.labelSelector;
  const labelSelector: LabelSelector = {
    ...term.labelSelector,
    matchExpressions: [...matchExpressions, ...own],
  };
  return { ...term, labelSelector };
}

function requirements(
  keys: readonly string[] = [],
  operator: 'In' | 'NotIn',
  labels: Labels | undefined,
): readonly LabelRequirement[] {
  return keys.flatMap((key) => {
    const value = labelOf(labels, key);
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}
