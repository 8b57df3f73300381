import { badRequest, conflict, internal, invalid, notFound, OPTIMISTIC_LOCK } from '../answers/api-error.ts';
import type { KubeObject, ObjectMeta } from '../object.ts';
import { qualifiedKind, qualifiedResource, type Resource } from '../registry/resource.ts';
import { childOf, isSame, ownChild, textOf, textsOf, type Fields } from '../schema/fields.ts';
import { GoText, invalidValue, type FieldError } from '../validation/field-error.ts';
import { finalizerNameErrors, metadataErrors, metadataUpdateErrors } from '../validation/metadata.ts';
import { pathSegmentProblems, subdomainProblems } from '../validation/names.ts';
import { normalise } from './normalise.ts';
import { currentOf, type ObjectSpace, type Target, type WriteContext } from './write-context.ts';

export interface Update {
  readonly target: Target;
  /** `status`, or empty for the object itself; `any` writes both, as the server's own parts do. */
  readonly part: '' | 'status' | 'ephemeralcontainers' | 'finalize' | 'any';
  /** Makes the new content out of the present one. */
  readonly change: (current: KubeObject) => Fields;
  /** A PUT names the object it means by its uid, and may be refused for it; a patch changes the uid, which is invalid. */
  readonly isReplacement: boolean;
}

/** Changes an object as a PUT or a PATCH does. A change that changes nothing is no event. Throws the refusal. */
export function updateObject(context: WriteContext, update: Update): KubeObject {
  const { target, part } = update;
  const { resource } = target;
  const { space } = context;
  const current = currentOf(space, target);
  if (!current) throw notFound(qualifiedResource(resource), target.name);
  const draft = update.change(current);
  const metadata = ownChild(draft, 'metadata');
  if (update.isReplacement) matchTarget(metadata, target);
  if (update.isReplacement) checkUid(metadata, current, target);
  checkVersion(context, metadata, current, target);
  if (part !== 'any') resource.strategy.defaults?.(draft);
  carryOver(metadata, current.metadata);
  prepare(update, draft, current, space);
  const next = normalise(resource, draft);
  if (context.isChecked) validate(update, next, current);
  context.admit({
    operation: 'UPDATE',
    resource,
    subresource: part === 'any' ? '' : part,
    name: target.name,
    namespace: target.namespace,
    user: context.user,
    isDryRun: context.isDryRun,
    object: next,
    oldObject: current,
  });
  if (context.isDryRun || isSame(next, current)) return next;
  if (isDone(next, current, resource)) {
    space.store.remove(resource.storage, target.namespace, target.name);
    return next;
  }
  return space.store.put(resource.storage, next);
}

function matchTarget(metadata: Fields, { name, namespace }: Target): void {
  const given = textOf(metadata, 'name');
  if (given !== name)
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  const place = textOf(metadata, 'namespace');
  if (place && namespace !== undefined && place !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (namespace !== undefined) metadata['namespace'] = namespace;
}

function checkUid(metadata: Fields, current: KubeObject, target: Target): void {
  const uid = textOf(metadata, 'uid');
  if (!uid || uid === current.metadata.uid) return;
  const key = ['/registry', target.resource.etcdPath, target.namespace, target.name]
    .filter(Boolean)
    .join('/');
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`;
  throw conflict(
    qualifiedResource(target.resource),
    target.name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
  );
}

function checkVersion(
  { space, isChecked }: WriteContext,
  metadata: Fields,
  current: KubeObject,
  target: Target,
): void {
  const version = textOf(metadata, 'resourceVersion');
  if (version && !/^\d+$/.test(version))
    throw internal(`strconv.ParseUint: parsing "${version}": invalid syntax`);
  const about = qualifiedResource(target.resource);
  if (!version || version === '0') {
    if (isChecked && target.resource.strategy.needsVersion) {
      const zero = new GoText('0x0');
      throw invalid(about, target.name, [
        invalidValue('metadata.resourceVersion', zero, 'must be specified for an update'),
      ]);
    }
  } else if (version !== current.metadata.resourceVersion && !space.faults.has('version-conflict-ignored')) {
    throw conflict(about, target.name, OPTIMISTIC_LOCK);
  }
  metadata['resourceVersion'] = current.metadata.resourceVersion;
}

/** What no update may change: the server puts it back without a word. */
function carryOver(metadata: Fields, current: ObjectMeta): void {
  metadata['uid'] ||= current.uid;
  metadata['creationTimestamp'] = current.creationTimestamp;
  if (current.generation === undefined) delete metadata['generation'];
  else metadata['generation'] = current.generation;
  if (current.deletionTimestamp) metadata['deletionTimestamp'] = current.deletionTimestamp;
  if (current.deletionGracePeriodSeconds !== undefined)
    metadata['deletionGracePeriodSeconds'] ??= current.deletionGracePeriodSeconds;
  delete metadata['managedFields'];
}

function prepare(update: Update, draft: Fields, current: KubeObject, space: ObjectSpace): void {
  const { strategy } = update.target.resource;
  const now = space.clock.isoSeconds();
  switch (update.part) {
    case '':
      strategy.prepareUpdate?.(draft, current, now);
      break;
    case 'status':
      strategy.prepareStatusUpdate?.(draft, current, now);
      return;
    case 'ephemeralcontainers':
      draft['status'] = current['status'];
      draft['spec'] = {
        ...childOf(current, 'spec'),
        ephemeralContainers: childOf(draft, 'spec')['ephemeralContainers'],
      };
      return;
    case 'finalize':
      draft['status'] = current['status'];
      return;
    case 'any':
      break;
  }
  raiseGeneration(update, draft, current);
}

function raiseGeneration({ target, part }: Update, draft: Fields, current: KubeObject): void {
  const fields = target.resource.strategy.generation;
  if (!fields) return;
  // The stored form is compared, so that a field that is only written differently is no change.
  const next = normalise(target.resource, draft) as unknown as Fields;
  const marks = (object: Fields): unknown => childOf(object, 'metadata')['annotations'] ?? {};
  const isMarked =
    part === '' && target.resource.storage === 'deployments.apps' && !isSame(marks(next), marks(current));
  if (!isMarked && fields.every((field) => isSame(next[field] ?? null, current[field] ?? null))) return;
  ownChild(draft, 'metadata')['generation'] = (current.metadata.generation ?? 0) + 1;
}

function validate({ target, part }: Update, next: KubeObject, current: KubeObject): void {
  const { resource } = target;
  const { strategy, namespaced } = resource;
  const nameProblems = strategy.nameProblems ?? subdomainProblems;
  const rounds =
    part === '' ? (strategy.metadataRounds ?? { object: 1, update: 1 }) : { object: 0, update: 1 };
  const isBuiltIn = resource.type !== undefined;
  const kubeNames = isBuiltIn ? finalizerNameErrors(next.metadata) : [];
  const errors: FieldError[] = [
    ...metadataErrors(next.metadata, { namespaced, nameProblems: pathSegmentProblems }),
    ...metadataUpdateErrors(next.metadata, current.metadata),
    ...repeated(rounds.object, () => [
      ...metadataErrors(next.metadata, { namespaced, nameProblems }),
      ...kubeNames,
    ]),
    ...repeated(rounds.update, () => [
      ...metadataUpdateErrors(next.metadata, current.metadata),
      ...kubeNames,
    ]),
  ];
  if (part === '') errors.push(...((strategy.validateUpdate ?? strategy.validate)?.(next, current) ?? []));
  if (part === 'status') errors.push(...(strategy.validateStatusUpdate?.(next, current) ?? []));
  if (errors.length > 0) throw invalid(qualifiedKind(resource), target.name, errors);
}

function repeated(times: number, errorsOf: () => FieldError[]): FieldError[] {
  return Array.from({ length: times }, errorsOf).flat();
}

/** An object that is being deleted is gone when its last finalizer is, and its time is up. */
function isDone(next: KubeObject, current: KubeObject, resource: Resource): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = current.metadata;
  if (!deletionTimestamp || deletionGracePeriodSeconds > 0) return false;
  if ((next.metadata.finalizers ?? []).length > 0) return false;
  return resource.storage !== 'namespaces' || textsOf(next['spec'], 'finalizers').length === 0;
}
