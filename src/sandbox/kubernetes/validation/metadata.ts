import type { ObjectMeta } from '../object.ts';
import { isSame } from '../schema/fields.ts';
import {
  duplicateValue,
  forbiddenValue,
  invalidValue,
  requiredValue,
  shownList,
  type FieldError,
} from './field-error.ts';
import { labelProblems, labelValueProblems, qualifiedNameProblems } from './names.ts';

/** All annotations together, keys and values. */
const ANNOTATIONS_BYTES_MAX = 256 * 1024;

const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

interface MetadataRules {
  readonly namespaced: boolean;
  readonly nameProblems: (name: string) => string[];
}

/** What is wrong with the metadata of an object by itself. */
export function metadataErrors(meta: ObjectMeta, rules: MetadataRules): FieldError[] {
  return [
    ...nameErrors(meta, rules),
    ...namespaceErrors(meta, rules),
    ...markErrors(meta),
    ...finalizerErrors(meta),
  ];
}

function nameErrors(meta: ObjectMeta, { nameProblems }: MetadataRules): FieldError[] {
  const errors: FieldError[] = [];
  if (meta.generateName) {
    // The prefix is judged with a last character that the generated suffix will bring.
    for (const problem of nameProblems(meta.generateName.replace(/-$/, 'a')))
      errors.push(invalidValue('metadata.generateName', meta.generateName, problem));
  }
  if (!meta.name) errors.push(requiredValue('metadata.name', 'name or generateName is required'));
  else
    for (const problem of nameProblems(meta.name))
      errors.push(invalidValue('metadata.name', meta.name, problem));
  return errors;
}

function namespaceErrors({ namespace }: ObjectMeta, { namespaced }: MetadataRules): FieldError[] {
  if (!namespaced) return namespace ? [forbiddenValue('metadata.namespace', 'not allowed on this type')] : [];
  if (!namespace) return [requiredValue('metadata.namespace')];
  return labelProblems(namespace).map((problem) => invalidValue('metadata.namespace', namespace, problem));
}

/** Labels, annotations and owners: what is looked at in every round. */
function markErrors(meta: ObjectMeta): FieldError[] {
  return [
    ...labelErrors(meta.labels ?? {}, 'metadata.labels'),
    ...annotationErrors(meta.annotations ?? {}),
    ...ownerErrors(meta),
  ];
}

export function labelErrors(labels: Readonly<Record<string, string>>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const key of Object.keys(labels)) {
    for (const problem of qualifiedNameProblems(key)) errors.push(invalidValue(field, key, problem));
    const value = labels[key] ?? '';
    for (const problem of labelValueProblems(value)) errors.push(invalidValue(field, value, problem));
  }
  return errors;
}

function annotationErrors(annotations: Readonly<Record<string, string>>): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    for (const problem of qualifiedNameProblems(key.toLowerCase()))
      errors.push(invalidValue('metadata.annotations', key, problem));
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (bytes > ANNOTATIONS_BYTES_MAX) {
    const text = `Too long: may not be more than ${ANNOTATIONS_BYTES_MAX} bytes`;
    errors.push({ reason: 'FieldValueTooLong', field: 'metadata.annotations', text });
  }
  return errors;
}

function ownerErrors({ ownerReferences = [] }: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  const controllers = ownerReferences.filter((owner) => owner.controller);
  const field = 'metadata.ownerReferences';
  for (const owner of ownerReferences) {
    if (!owner.apiVersion)
      errors.push(invalidValue(`${field}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'));
    if (!owner.kind) errors.push(invalidValue(`${field}.kind`, owner.kind ?? '', 'kind must not be empty'));
    if (!owner.name) errors.push(invalidValue(`${field}.name`, owner.name ?? '', 'name must not be empty'));
    if (!owner.uid) errors.push(invalidValue(`${field}.uid`, owner.uid ?? '', 'uid must not be empty'));
  }
  if (controllers.length > 1) {
    const names = controllers.map(({ kind, name }) => `${kind}/${name}`);
    const detail = `Only one reference can have Controller set to true. Found "true" in references for ${names[0]} and ${names[1]}`;
    errors.push(invalidValue(field, ownerReferences, detail));
  }
  return errors;
}

function finalizerErrors({ finalizers = [] }: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.push(invalidValue('metadata.finalizers', finalizers, detail));
  }
  for (const finalizer of finalizers) {
    for (const problem of qualifiedNameProblems(finalizer))
      errors.push(invalidValue('metadata.finalizers', finalizer, problem));
  }
  return errors;
}

/** Finalizers of the built-in kinds are standard ones or have a domain. */
export function finalizerNameErrors({ finalizers = [] }: ObjectMeta): FieldError[] {
  const detail = 'name is neither a standard finalizer name nor is it fully qualified';
  return finalizers.flatMap((finalizer, index) =>
    finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)
      ? []
      : [invalidValue(`metadata.finalizers[${index}]`, finalizer, detail)],
  );
}

const IMMUTABLE = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

/** What is wrong with a change of the metadata. */
export function metadataUpdateErrors(next: ObjectMeta, current: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  if (current.deletionTimestamp) errors.push(...newFinalizerErrors(next, current));
  for (const field of IMMUTABLE) {
    const value = next[field] ?? null;
    if (!isSame(value, current[field] ?? null))
      errors.push(invalidValue(`metadata.${field}`, value, 'field is immutable'));
  }
  return [...errors, ...markErrors(next)];
}

function newFinalizerErrors(next: ObjectMeta, current: ObjectMeta): FieldError[] {
  const added = (next.finalizers ?? []).filter((one) => !(current.finalizers ?? []).includes(one));
  if (added.length === 0) return [];
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${shownList(added.sort()).text}`;
  return [forbiddenValue('metadata.finalizers', detail)];
}

/** Names that stand twice in a list of named things. */
export function duplicateNameErrors(
  names: readonly string[],
  fieldOf: (index: number) => string,
): FieldError[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    if (!name || !seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [duplicateValue(fieldOf(index), name)];
  });
}
