import { childOf, numberOf, textOf, type Fields } from '../schema/fields.ts';
import { invalidValue, notSupported, requiredValue, type FieldError } from '../validation/field-error.ts';
import { qualifiedNameProblems } from '../validation/names.ts';
import type { Strategy } from './strategy.ts';

const TYPES = ['Normal', 'Warning'];

/** Events as core/v1 has them; both APIs are stored in this form. */
export const coreEvents: Strategy = {
  createsOnUpdate: true,
  metadataRounds: { object: 0, update: 0 },
  validate: namespaceErrors,
  validateUpdate: namespaceErrors,
};

function namespaceErrors(event: Fields): FieldError[] {
  const namespace = textOf(childOf(event, 'metadata'), 'namespace');
  const about = textOf(childOf(event, 'involvedObject'), 'namespace');
  // An event about an object of the whole cluster lives in the namespace `default`.
  const expected = about === '' ? 'default' : about;
  if (expected === namespace) return [];
  return [invalidValue('involvedObject.namespace', about, 'does not match event.namespace')];
}

/** What a new event has to say when it comes through events.k8s.io. Looked at in the stored form. */
export function newApiErrors(event: Fields): FieldError[] {
  const controller = textOf(event, 'reportingComponent');
  const errors: FieldError[] = [];
  if (!event['eventTime']) errors.push(requiredValue('eventTime'));
  if (!controller) errors.push(requiredValue('reportingController'));
  for (const problem of qualifiedNameProblems(controller))
    errors.push(invalidValue('reportingController', controller, problem));
  const instance = textOf(event, 'reportingInstance');
  if (!instance) errors.push(requiredValue('reportingInstance'));
  else if (instance.length > 128)
    errors.push(invalidValue('reportingInstance', '', 'can have at most 128 characters'));
  errors.push(...bounded(event, 'action'), ...bounded(event, 'reason'));
  const type = textOf(event, 'type');
  if (!TYPES.includes(type)) errors.push(invalidValue('type', '', `has invalid value: ${type}`));
  if (textOf(event, 'message').length > 1024)
    errors.push(invalidValue('message', '', 'can have at most 1024 characters'));
  return [...errors, ...oldFieldErrors(event)];
}

function bounded(event: Fields, key: string): FieldError[] {
  const text = textOf(event, key);
  if (!text) return [requiredValue(key)];
  return text.length > 128 ? [invalidValue(key, '', 'can have at most 128 characters')] : [];
}

function oldFieldErrors(event: Fields): FieldError[] {
  const errors: FieldError[] = [];
  if ((numberOf(event, 'count') ?? 0) !== 0) errors.push(invalidValue('count', '', 'needs to be unset'));
  if (event['firstTimestamp']) errors.push(invalidValue('firstTimestamp', '', 'needs to be unset'));
  if (event['lastTimestamp']) errors.push(invalidValue('lastTimestamp', '', 'needs to be unset'));
  return errors;
}

const METRICS = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
];

export const autoscalers: Strategy = {
  defaults: (object) => {
    const spec = (object['spec'] ??= {}) as Fields;
    spec['minReplicas'] ??= 1;
    spec['metrics'] ??= structuredClone(METRICS);
  },
  prepareCreate: (object) => {
    object['status'] = { desiredReplicas: 0, currentMetrics: null };
  },
  prepareUpdate: (next, current) => {
    next['status'] = current['status'];
  },
  prepareStatusUpdate: (next, current) => {
    next['spec'] = current['spec'];
  },
  validate: (object) => {
    const spec = childOf(object, 'spec');
    const most = numberOf(spec, 'maxReplicas') ?? 0;
    if (most < 1) return [invalidValue('spec.maxReplicas', most, 'must be greater than 0')];
    const least = numberOf(spec, 'minReplicas') ?? 1;
    if (most < least)
      return [invalidValue('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')];
    return [];
  },
};

const SIGNERS = [
  'kubernetes.io/kube-apiserver-client',
  'kubernetes.io/kube-apiserver-client-kubelet',
  'kubernetes.io/kubelet-serving',
];

export const signingRequests: Strategy = {
  prepareCreate: (object) => {
    object['status'] = {};
  },
  prepareUpdate: (next, current) => {
    next['spec'] = current['spec'];
    next['status'] = current['status'];
  },
  prepareStatusUpdate: (next, current) => {
    next['spec'] = current['spec'];
  },
  validate: (object) => {
    const signer = textOf(childOf(object, 'spec'), 'signerName');
    if (!signer) return [requiredValue('spec.signerName')];
    return signer.includes('/') ? [] : [notSupported('spec.signerName', signer, SIGNERS)];
  },
};
