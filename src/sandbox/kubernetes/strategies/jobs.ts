import {
  childOf,
  defaultTo,
  isSame,
  mapOf,
  numberOf,
  ownChild,
  textOf,
  type Fields,
} from '../schema/fields.ts';
import { invalidValue, notSupported, requiredValue, type FieldError } from '../validation/field-error.ts';
import { podSpecErrors } from '../validation/pods.ts';
import { podTemplateDefaults } from './pod-defaults.ts';
import { keepSpec, keepStatus, withoutStatus, type Strategy } from './strategy.ts';

const UID_LABEL = 'batch.kubernetes.io/controller-uid';

export const jobs: Strategy = {
  generation: ['spec'],
  metadataRounds: { object: 0, update: 1 },
  defaults: jobDefaults,
  prepareCreate: (job) => {
    job['status'] = {};
    const spec = ownChild(job, 'spec');
    if (spec['manualSelector'] !== true) ownSelector(job, spec);
  },
  prepareUpdate: keepStatus,
  prepareStatusUpdate: keepSpec,
  validate: (job) => jobSpecErrors(childOf(job, 'spec'), 'spec'),
  validateUpdate: (next, current) => {
    const before = childOf(current, 'spec');
    const after = childOf(next, 'spec');
    const isSuspended = before['suspend'] === true;
    const fixed = isSuspended
      ? ['completions', 'selector', 'completionMode']
      : ['completions', 'selector', 'template', 'completionMode'];
    return fixed
      .filter((key) => !isSame(before[key] ?? null, after[key] ?? null))
      .map((key) => invalidValue(`spec.${key}`, after[key] ?? null, 'field is immutable'));
  },
};

function jobDefaults(job: Fields): void {
  const spec = ownChild(job, 'spec');
  jobSpecDefaults(spec);
  const metadata = ownChild(job, 'metadata');
  const labels = mapOf(childOf(childOf(spec, 'template'), 'metadata'), 'labels');
  if (Object.keys(mapOf(metadata, 'labels')).length === 0 && Object.keys(labels).length > 0)
    metadata['labels'] = { ...labels };
}

function jobSpecDefaults(spec: Fields): void {
  if (spec['completions'] === undefined && spec['parallelism'] === undefined) spec['completions'] = 1;
  spec['parallelism'] ??= 1;
  spec['backoffLimit'] ??= 6;
  defaultTo(spec, 'completionMode', 'NonIndexed');
  spec['suspend'] ??= false;
  spec['manualSelector'] ??= false;
  if (spec['podReplacementPolicy'] === undefined)
    spec['podReplacementPolicy'] = spec['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed';
  podTemplateDefaults(ownChild(spec, 'template'));
}

/** A Job's selector is its uid, so that two Jobs of one template do not take each other's pods. */
function ownSelector(job: Fields, spec: Fields): void {
  const metadata = ownChild(job, 'metadata');
  const uid = textOf(metadata, 'uid');
  const name = textOf(metadata, 'name');
  spec['selector'] ??= { matchLabels: { [UID_LABEL]: uid } };
  const labels = {
    [UID_LABEL]: uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const template = ownChild(ownChild(spec, 'template'), 'metadata');
  // The job's own labels were copied from the template's, and the server lets both share them.
  Object.assign(ownChild(template, 'labels'), labels);
  if (
    isSame(sortedWithout(mapOf(metadata, 'labels'), labels), sortedWithout(mapOf(template, 'labels'), labels))
  )
    Object.assign(ownChild(metadata, 'labels'), labels);
}

function sortedWithout(labels: Record<string, string>, without: Record<string, string>): string[] {
  return Object.entries(labels)
    .filter(([key]) => !(key in without))
    .map((pair) => pair.join('='))
    .sort();
}

function jobSpecErrors(spec: Fields, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const key of [
    'parallelism',
    'completions',
    'backoffLimit',
    'activeDeadlineSeconds',
    'ttlSecondsAfterFinished',
  ]) {
    const value = numberOf(spec, key);
    if (value !== undefined && value < 0)
      errors.push(invalidValue(`${field}.${key}`, value, 'must be greater than or equal to 0'));
  }
  const pod = childOf(childOf(spec, 'template'), 'spec');
  errors.push(...podSpecErrors(pod, `${field}.template.spec`));
  const policy = textOf(pod, 'restartPolicy');
  if (policy !== 'Never' && policy !== 'OnFailure')
    errors.push(
      policy === 'Always'
        ? {
            reason: 'FieldValueRequired',
            field: `${field}.template.spec.restartPolicy`,
            text: 'Required value: valid values: "OnFailure", "Never"',
          }
        : notSupported(`${field}.template.spec.restartPolicy`, policy, ['OnFailure', 'Never']),
    );
  return errors;
}

export const cronJobs: Strategy = {
  generation: ['spec'],
  metadataRounds: { object: 0, update: 1 },
  defaults: (object) => {
    const spec = ownChild(object, 'spec');
    defaultTo(spec, 'concurrencyPolicy', 'Allow');
    spec['suspend'] ??= false;
    spec['successfulJobsHistoryLimit'] ??= 3;
    spec['failedJobsHistoryLimit'] ??= 1;
    const template = ownChild(ownChild(ownChild(spec, 'jobTemplate'), 'spec'), 'template');
    podTemplateDefaults(template);
  },
  prepareCreate: withoutStatus(),
  prepareUpdate: keepStatus,
  prepareStatusUpdate: keepSpec,
  validate: (object) => {
    const spec = childOf(object, 'spec');
    if (!textOf(spec, 'schedule')) return [requiredValue('spec.schedule')];
    return jobSpecErrors(childOf(childOf(spec, 'jobTemplate'), 'spec'), 'spec.jobTemplate.spec');
  },
};
