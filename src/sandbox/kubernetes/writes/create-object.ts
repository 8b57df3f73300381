import { randomUUID } from 'node:crypto';
import { admitCreation } from '../admission/admit-creation.ts';
import { alreadyExists, badRequest, internal, invalid } from '../answers/api-error.ts';
import type { KubeObject, ObjectMeta } from '../object.ts';
import { qualifiedKind, qualifiedResource, type Resource } from '../registry/resource.ts';
import { ownChild, textOf, type Fields } from '../schema/fields.ts';
import type { FieldError } from '../validation/field-error.ts';
import { finalizerNameErrors, metadataErrors } from '../validation/metadata.ts';
import { subdomainProblems } from '../validation/names.ts';
import { generatedName } from './generated-name.ts';
import { normalise } from './normalise.ts';
import type { WriteContext } from './write-context.ts';

interface Creation {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  /** Rules of one API beyond those of the stored form. */
  readonly extraErrors?: (object: Fields) => FieldError[];
}

/** Makes an object as a POST does. The draft is changed in place. Throws the refusal. */
export function createObject(context: WriteContext, creation: Creation, draft: Fields): KubeObject {
  const { resource } = creation;
  const { space, isDryRun } = context;
  const metadata = ownChild(draft, 'metadata');
  placeInNamespace(metadata, creation.namespace);
  if (context.isChecked && textOf(metadata, 'resourceVersion'))
    throw internal('resourceVersion should not be set on objects to be created');
  resource.strategy.defaults?.(draft);
  if (!textOf(metadata, 'name') && textOf(metadata, 'generateName'))
    metadata['name'] = generatedName(textOf(metadata, 'generateName'));
  admitCreation(context, resource, draft);
  fillSystemFields(metadata, resource, space.clock.isoSeconds());
  resource.strategy.prepareCreate?.(draft, space.clock.isoSeconds());
  const object = normalise(resource, draft);
  if (context.isChecked) validate(resource, object, creation.extraErrors);
  const { name, namespace } = object.metadata;
  context.admit({
    operation: 'CREATE',
    resource,
    subresource: '',
    name,
    namespace,
    user: context.user,
    isDryRun,
    object,
    oldObject: null,
  });
  if (space.store.get(resource.storage, namespace, name))
    throw alreadyExists(qualifiedResource(resource), name);
  if (isDryRun) return withoutVersion(object);
  return space.store.put(resource.storage, object);
}

function placeInNamespace(metadata: Fields, namespace: string | undefined): void {
  const given = textOf(metadata, 'namespace');
  if (given && namespace !== undefined && given !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (namespace === undefined) delete metadata['namespace'];
  else metadata['namespace'] = namespace;
}

function fillSystemFields(metadata: Fields, { strategy }: Resource, now: string): void {
  metadata['uid'] = randomUUID();
  metadata['creationTimestamp'] = now;
  delete metadata['deletionTimestamp'];
  delete metadata['deletionGracePeriodSeconds'];
  // A placeholder, so that the field has its place in the order; the store writes the version.
  metadata['resourceVersion'] = '0';
  if (strategy.generation) metadata['generation'] = 1;
  else delete metadata['generation'];
}

function validate(
  resource: Resource,
  object: KubeObject,
  extraErrors: ((object: Fields) => FieldError[]) | undefined,
): void {
  const { strategy, namespaced } = resource;
  const errors = [
    ...metadataErrors(object.metadata, {
      namespaced,
      nameProblems: strategy.nameProblems ?? subdomainProblems,
    }),
    ...(resource.type === undefined ? [] : finalizerNameErrors(object.metadata)),
    ...(strategy.validate?.(object) ?? []),
    ...(extraErrors?.(object) ?? []),
  ];
  if (errors.length > 0) throw invalid(qualifiedKind(resource), object.metadata.name ?? '', errors);
}

/** A dry run has no version to show. */
function withoutVersion(object: KubeObject): KubeObject {
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as ObjectMeta };
}
