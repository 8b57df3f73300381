import { isFinished } from './pod-phase.ts';
import {
  childOf,
  listOf,
  mapOf,
  numberOf,
  ownChild,
  textOf,
  textsOf,
  type Fields,
} from '../schema/fields.ts';
import { podErrors, podStatusErrors, podUpdateErrors } from '../validation/pods.ts';
import { podDefaults, podTemplateDefaults } from './pod-defaults.ts';
import { qualityOfService } from './pod-quality.ts';
import { keepSpec, keepStatus, type Strategy } from './strategy.ts';

export const pods: Strategy = {
  defaults: podDefaults,
  prepareCreate: (pod) => {
    pod['status'] = { phase: 'Pending', qosClass: qualityOfService(pod) };
    const gates = listOf(childOf(pod, 'spec'), 'schedulingGates');
    if (gates.length > 0) childOf(pod, 'status')['conditions'] = [gatedCondition()];
    mergeMatchLabelKeys(pod);
  },
  prepareUpdate: keepStatus,
  prepareStatusUpdate: (next, current) => {
    keepSpec(next, current);
    // A pod that is being deleted cannot lose its owners and deletion by a report of its status.
    const meta = childOf(next, 'metadata');
    meta['ownerReferences'] = childOf(current, 'metadata')['ownerReferences'];
    const status = ownChild(next, 'status');
    status['qosClass'] = childOf(current, 'status')['qosClass'] ?? qualityOfService(current);
  },
  validate: podErrors,
  validateUpdate: podUpdateErrors,
  validateStatusUpdate: podStatusErrors,
  returnsDeleted: true,
  grace: podGrace,
};

export const podTemplates: Strategy = {
  defaults: (object) => podTemplateDefaults(ownChild(object, 'template')),
  returnsDeleted: true,
};

/** Pods without a node and finished ones need no time to stop. A negative grace is one second. */
function podGrace(pod: Fields, asked: number | undefined): number {
  const spec = childOf(pod, 'spec');
  if (!textOf(spec, 'nodeName') || isFinished(pod)) return 0;
  const seconds = asked ?? numberOf(spec, 'terminationGracePeriodSeconds') ?? 0;
  return seconds < 0 ? 1 : seconds;
}

function gatedCondition(): Fields {
  return {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
}

/** The label keys of pod affinity terms become requirements with the values of the pod's own labels. */
function mergeMatchLabelKeys(pod: Fields): void {
  const labels = mapOf(childOf(pod, 'metadata'), 'labels');
  const affinity = childOf(childOf(pod, 'spec'), 'affinity');
  for (const side of ['podAffinity', 'podAntiAffinity']) {
    const rules = childOf(affinity, side);
    const preferred = listOf(rules, 'preferredDuringSchedulingIgnoredDuringExecution');
    const terms = [
      ...listOf(rules, 'requiredDuringSchedulingIgnoredDuringExecution'),
      ...preferred.map((one) => childOf(one, 'podAffinityTerm')),
    ];
    for (const term of terms) mergeIntoSelector(term, labels);
  }
}

function mergeIntoSelector(term: Fields, labels: Readonly<Record<string, string>>): void {
  const selector = term['labelSelector'] as Fields | undefined | null;
  if (!selector) return;
  const added = [
    ...textsOf(term, 'matchLabelKeys').map((key) => ({ key, operator: 'In' })),
    ...textsOf(term, 'mismatchLabelKeys').map((key) => ({ key, operator: 'NotIn' })),
  ].filter(({ key }) => labels[key] !== undefined);
  if (added.length === 0) return;
  const expressions = added.map(({ key, operator }) => ({ key, operator, values: [labels[key]] }));
  selector['matchExpressions'] = [...listOf(selector, 'matchExpressions'), ...expressions];
}
