import { childOf, isSame, mapOf, numberOf, ownChild, textOf, type Fields } from '../schema/fields.ts';
import {
  forbiddenValue,
  invalidValue,
  notSupported,
  requiredValue,
  tooLong,
  type FieldError,
} from '../validation/field-error.ts';
import { configKeyProblems } from '../validation/names.ts';
import type { Strategy } from './strategy.ts';

/** What a ConfigMap or a Secret may hold, keys aside. */
const DATA_BYTES_MAX = 1024 * 1024;
const IMMUTABLE = 'field is immutable when `immutable` is set';

export const configMaps: Strategy = {
  validate: configMapErrors,
  validateUpdate: (next, current) => [
    ...frozenErrors(next, current, ['data', 'binaryData']),
    ...configMapErrors(next),
  ],
};

function configMapErrors(map: Fields): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  const data = mapOf(map, 'data');
  const binary = mapOf(map, 'binaryData');
  for (const [field, entries] of [['data', data] as const, ['binaryData', binary] as const]) {
    for (const [key, value] of Object.entries(entries)) {
      for (const problem of configKeyProblems(key))
        errors.push(invalidValue(`${field}[${key}]`, key, problem));
      if (field === 'data' && key in binary)
        errors.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
      bytes += field === 'data' ? Buffer.byteLength(value) : Buffer.byteLength(value, 'base64');
    }
  }
  if (bytes > DATA_BYTES_MAX) errors.push(tooLong('[]', DATA_BYTES_MAX));
  return errors;
}

function frozenErrors(next: Fields, current: Fields, keys: readonly string[]): FieldError[] {
  if (current['immutable'] !== true) return [];
  const errors: FieldError[] = [];
  if (next['immutable'] !== true) errors.push(forbiddenValue('immutable', IMMUTABLE));
  for (const key of keys)
    if (!isSame(next[key] ?? null, current[key] ?? null)) errors.push(forbiddenValue(key, IMMUTABLE));
  return errors;
}

export const secrets: Strategy = {
  defaults: (secret) => {
    if (!textOf(secret, 'type')) secret['type'] = 'Opaque';
    const given = mapOf(secret, 'stringData');
    if (Object.keys(given).length > 0) {
      const data = ownChild(secret, 'data');
      for (const [key, value] of Object.entries(given)) data[key] = Buffer.from(value).toString('base64');
    }
    delete secret['stringData'];
  },
  validate: secretErrors,
  validateUpdate: (next, current) => [
    ...(next['type'] === current['type'] ? [] : [invalidValue('type', next['type'], 'field is immutable')]),
    ...frozenErrors(next, current, ['data']),
    ...secretErrors(next),
  ],
};

function secretErrors(secret: Fields): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const [key, value] of Object.entries(mapOf(secret, 'data'))) {
    for (const problem of configKeyProblems(key)) errors.push(invalidValue(`data[${key}]`, key, problem));
    bytes += Buffer.byteLength(value, 'base64');
  }
  if (bytes > DATA_BYTES_MAX) errors.push(tooLong('data', DATA_BYTES_MAX));
  return errors;
}

export const serviceAccounts: Strategy = { needsVersion: true, returnsDeleted: true };

export const leases: Strategy = {
  needsVersion: true,
  createsOnUpdate: true,
  metadataRounds: { object: 0, update: 1 },
  validate: leaseErrors,
  validateUpdate: leaseErrors,
};

function leaseErrors(lease: Fields): FieldError[] {
  const spec = childOf(lease, 'spec');
  const errors: FieldError[] = [];
  const seconds = numberOf(spec, 'leaseDurationSeconds');
  if (seconds !== undefined && seconds <= 0)
    errors.push(invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0'));
  const transitions = numberOf(spec, 'leaseTransitions');
  if (transitions !== undefined && transitions < 0)
    errors.push(invalidValue('spec.leaseTransitions', transitions, 'must be greater than or equal to 0'));
  return errors;
}

const PREEMPTION = ['Never', 'PreemptLowerPriority'];
/** Higher values are the system's own. */
const PRIORITY_MAX = 1_000_000_000;

export const priorityClasses: Strategy = {
  generation: [],
  defaults: (object) => {
    object['preemptionPolicy'] ??= 'PreemptLowerPriority';
  },
  validate: (object) => {
    const errors: FieldError[] = [];
    const value = numberOf(object, 'value') ?? 0;
    const name = textOf(childOf(object, 'metadata'), 'name');
    if (!name.startsWith('system-') && value > PRIORITY_MAX) {
      const detail = `maximum allowed value of a user defined priority is ${PRIORITY_MAX}`;
      errors.push(forbiddenValue('value', detail));
    }
    const policy = textOf(object, 'preemptionPolicy');
    if (!PREEMPTION.includes(policy)) errors.push(notSupported('preemptionPolicy', policy, PREEMPTION));
    return errors;
  },
  validateUpdate: (next, current) => {
    const errors: FieldError[] = [];
    if ((next['value'] ?? 0) !== (current['value'] ?? 0))
      errors.push(forbiddenValue('value', 'may not be changed in an update.'));
    if (next['preemptionPolicy'] !== current['preemptionPolicy'])
      errors.push(invalidValue('preemptionPolicy', next['preemptionPolicy'], 'field is immutable'));
    return errors;
  },
};

export const runtimeClasses: Strategy = {
  needsVersion: true,
  validate: (object) => (textOf(object, 'handler') ? [] : [invalidValue('handler', '', 'must be specified')]),
  validateUpdate: (next, current) =>
    next['handler'] === current['handler']
      ? []
      : [invalidValue('handler', next['handler'], 'field is immutable')],
};

export const resourceQuotas: Strategy = {
  createsOnUpdate: true,
  returnsDeleted: true,
  prepareCreate: (object) => {
    object['status'] = {};
  },
  prepareUpdate: (next, current) => {
    next['status'] = current['status'];
  },
  prepareStatusUpdate: (next, current) => {
    next['spec'] = current['spec'];
  },
};

export const limitRanges: Strategy = {
  createsOnUpdate: true,
  validate: (object) => {
    const limits = childOf(object, 'spec')['limits'];
    return Array.isArray(limits) ? [] : [requiredValue('spec.limits')];
  },
};
