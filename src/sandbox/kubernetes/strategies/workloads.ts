import { matchesSelectorObject } from '../selectors/label-selector.ts';
import {
  childOf,
  defaultTo,
  isFields,
  isSame,
  listOf,
  mapOf,
  numberOf,
  ownChild,
  textOf,
  type Fields,
} from '../schema/fields.ts';
import {
  forbiddenValue,
  invalidValue,
  notSupported,
  requiredValue,
  shownMap,
  type FieldError,
} from '../validation/field-error.ts';
import { podSpecErrors } from '../validation/pods.ts';
import { labelErrors } from '../validation/metadata.ts';
import { amountErrors, selectorErrors } from './budgets.ts';
import { podTemplateDefaults } from './pod-defaults.ts';
import { keepSpec, keepStatus, withoutStatus, type Strategy } from './strategy.ts';

const workload = {
  generation: ['spec'],
  metadataRounds: { object: 0, update: 1 },
  prepareCreate: withoutStatus(),
  prepareUpdate: keepStatus,
  prepareStatusUpdate: keepSpec,
} as const;

export const deployments: Strategy = {
  ...workload,
  defaults: (deployment) => {
    const spec = ownChild(deployment, 'spec');
    spec['replicas'] ??= 1;
    spec['revisionHistoryLimit'] ??= 10;
    spec['progressDeadlineSeconds'] ??= 600;
    rollingDefaults(ownChild(spec, 'strategy'), { maxUnavailable: '25%', maxSurge: '25%' });
    podTemplateDefaults(ownChild(spec, 'template'));
  },
  validate: deploymentErrors,
  validateUpdate: (next, current) => [...deploymentErrors(next), ...selectorChangeErrors(next, current)],
};

function rollingDefaults(strategy: Fields, amounts: Readonly<Record<string, unknown>>): void {
  defaultTo(strategy, 'type', 'RollingUpdate');
  if (strategy['type'] !== 'RollingUpdate') return;
  const rolling = ownChild(strategy, 'rollingUpdate');
  for (const [key, amount] of Object.entries(amounts)) rolling[key] ??= amount;
}

function deploymentErrors(deployment: Fields): FieldError[] {
  const spec = childOf(deployment, 'spec');
  const strategy = childOf(spec, 'strategy');
  const type = textOf(strategy, 'type');
  const errors = scaledErrors(spec);
  if (type !== 'RollingUpdate' && type !== 'Recreate')
    errors.push(notSupported('spec.strategy', type, ['Recreate', 'RollingUpdate']));
  if (type === 'Recreate' && isFields(strategy['rollingUpdate']))
    errors.push(
      forbiddenValue(
        'spec.strategy.rollingUpdate',
        "may not be specified when strategy `type` is 'Recreate'",
      ),
    );
  const rolling = childOf(strategy, 'rollingUpdate');
  for (const key of ['maxUnavailable', 'maxSurge'])
    if (rolling[key] !== undefined)
      errors.push(...amountErrors(rolling[key], `spec.strategy.rollingUpdate.${key}`));
  if (isZero(rolling['maxUnavailable']) && isZero(rolling['maxSurge']))
    errors.push(
      invalidValue(
        'spec.strategy.rollingUpdate.maxUnavailable',
        rolling['maxUnavailable'],
        'may not be 0 when `maxSurge` is 0',
      ),
    );
  return errors;
}

function isZero(amount: unknown): boolean {
  return amount === 0 || amount === '0%';
}

/** Replicas, selector and template: what all that scale have. */
function scaledErrors(spec: Fields): FieldError[] {
  const replicas = numberOf(spec, 'replicas') ?? 0;
  const errors: FieldError[] = [];
  if (replicas < 0)
    errors.push(invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0'));
  return [...errors, ...templateErrors(spec, ['Always'])];
}

function templateErrors(spec: Fields, restartPolicies: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  const template = childOf(spec, 'template');
  const labels = mapOf(childOf(template, 'metadata'), 'labels');
  const selector = spec['selector'];
  if (!isFields(selector)) errors.push(requiredValue('spec.selector'));
  else {
    errors.push(...selectorErrors(selector, 'spec.selector'));
    const isEmpty =
      Object.keys(childOf(selector, 'matchLabels')).length + listOf(selector, 'matchExpressions').length ===
      0;
    if (isEmpty)
      errors.push(invalidValue('spec.selector', selector, 'empty selector is invalid for deployment'));
    else if (!matchesSelectorObject(selector, labels))
      errors.push(
        invalidValue(
          'spec.template.metadata.labels',
          shownMap(labels),
          '`selector` does not match template `labels`',
        ),
      );
  }
  errors.push(...labelErrors(labels, 'spec.template.labels'));
  errors.push(...podSpecErrors(childOf(template, 'spec'), 'spec.template.spec'));
  const policy = textOf(childOf(template, 'spec'), 'restartPolicy');
  if (!restartPolicies.includes(policy) && ['Always', 'OnFailure', 'Never'].includes(policy))
    errors.push(notSupported('spec.template.spec.restartPolicy', policy, restartPolicies));
  return errors;
}

function selectorChangeErrors(next: Fields, current: Fields): FieldError[] {
  const now = childOf(next, 'spec')['selector'];
  if (isSame(now, childOf(current, 'spec')['selector'])) return [];
  return [invalidValue('spec.selector', now, 'field is immutable')];
}

export const replicaSets: Strategy = {
  ...workload,
  defaults: (object) => {
    const spec = ownChild(object, 'spec');
    spec['replicas'] ??= 1;
    podTemplateDefaults(ownChild(spec, 'template'));
  },
  prepareCreate: withoutStatus({ replicas: 0 }),
  validate: (object) => scaledErrors(childOf(object, 'spec')),
  validateUpdate: (next, current) => [
    ...scaledErrors(childOf(next, 'spec')),
    ...selectorChangeErrors(next, current),
  ],
};

export const replicationControllers: Strategy = {
  ...workload,
  metadataRounds: { object: 1, update: 1 },
  defaults: (object) => {
    const spec = ownChild(object, 'spec');
    spec['replicas'] ??= 1;
    const template = ownChild(spec, 'template');
    podTemplateDefaults(template);
    const labels = mapOf(childOf(template, 'metadata'), 'labels');
    if (Object.keys(mapOf(spec, 'selector')).length === 0) spec['selector'] = { ...labels };
  },
  prepareCreate: withoutStatus({ replicas: 0 }),
};

const SET_CHANGEABLE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
const SET_FREE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
  'revisionHistoryLimit',
];

export const statefulSets: Strategy = {
  ...workload,
  defaults: (object) => {
    const spec = ownChild(object, 'spec');
    spec['replicas'] ??= 1;
    spec['revisionHistoryLimit'] ??= 10;
    defaultTo(spec, 'podManagementPolicy', 'OrderedReady');
    rollingDefaults(ownChild(spec, 'updateStrategy'), { partition: 0 });
    const retention = ownChild(spec, 'persistentVolumeClaimRetentionPolicy');
    defaultTo(retention, 'whenDeleted', 'Retain');
    defaultTo(retention, 'whenScaled', 'Retain');
    for (const claim of listOf(spec, 'volumeClaimTemplates')) {
      defaultTo(ownChild(claim, 'spec'), 'volumeMode', 'Filesystem');
      ownChild(claim, 'status')['phase'] = 'Pending';
      defaultTo(claim, 'apiVersion', 'v1');
      defaultTo(claim, 'kind', 'PersistentVolumeClaim');
    }
    podTemplateDefaults(ownChild(spec, 'template'));
  },
  prepareCreate: withoutStatus({ replicas: 0, availableReplicas: 0 }),
  validate: (object) => scaledErrors(childOf(object, 'spec')),
  validateUpdate: (next, current) => {
    const before = childOf(current, 'spec');
    const after = childOf(next, 'spec');
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    const isChanged = [...keys].some(
      (key) => !SET_FREE.includes(key) && !isSame(before[key] ?? null, after[key] ?? null),
    );
    return [...scaledErrors(after), ...(isChanged ? [forbiddenValue('spec', SET_CHANGEABLE)] : [])];
  },
};

/** The count of template changes as an annotation, which old clients read. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

export const daemonSets: Strategy = {
  ...workload,
  defaults: (object) => {
    const spec = ownChild(object, 'spec');
    spec['revisionHistoryLimit'] ??= 10;
    rollingDefaults(ownChild(spec, 'updateStrategy'), { maxUnavailable: 1, maxSurge: 0 });
    podTemplateDefaults(ownChild(spec, 'template'));
  },
  prepareCreate: (object) => {
    object['status'] = {};
    ownChild(ownChild(object, 'metadata'), 'annotations')[TEMPLATE_GENERATION] = '1';
  },
  prepareUpdate: (next, current) => {
    keepStatus(next, current);
    const count = Number(mapOf(childOf(current, 'metadata'), 'annotations')[TEMPLATE_GENERATION] ?? '1');
    const isChanged = !isSame(childOf(next, 'spec')['template'], childOf(current, 'spec')['template']);
    const annotations = ownChild(ownChild(next, 'metadata'), 'annotations');
    annotations[TEMPLATE_GENERATION] = String(isChanged ? count + 1 : count);
  },
  validate: (object) => templateErrors(childOf(object, 'spec'), ['Always']),
  validateUpdate: (next, current) => [
    ...templateErrors(childOf(next, 'spec'), ['Always']),
    ...selectorChangeErrors(next, current),
  ],
};
