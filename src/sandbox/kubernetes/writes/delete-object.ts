import { conflict, forbidden, notFound } from '../answers/api-error.ts';
import type { KubeObject, ObjectMeta } from '../object.ts';
import { qualifiedKind, qualifiedResource } from '../registry/resource.ts';
import { textsOf, type Fields } from '../schema/fields.ts';
import { currentOf, type ObjectSpace, type Target, type WriteContext } from './write-context.ts';

export interface DeletionOptions {
  readonly graceSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagation?: 'Orphan' | 'Background' | 'Foreground';
}

/** What became of the object: it is gone, or it is marked and stays until somebody is done with it. */
export interface Deletion {
  readonly object: KubeObject;
  readonly isGone: boolean;
}

/** Deletes as DELETE does: preconditions, grace, finalizers. Throws the refusal. */
export function deleteObject(context: WriteContext, target: Target, options: DeletionOptions): Deletion {
  const { resource, namespace, name } = target;
  const current = currentOf(context.space, target);
  if (!current) throw notFound(qualifiedResource(resource), name);
  context.admit({
    operation: 'DELETE',
    resource,
    subresource: '',
    name,
    namespace,
    user: context.user,
    isDryRun: context.isDryRun,
    object: null,
    oldObject: current,
  });
  if (resource.storage === 'namespaces') return deleteNamespace(context, target, current, options);
  checkPreconditions(context.space, target, current, options);
  return current.metadata.deletionTimestamp
    ? deleteAgain(context, target, current, options)
    : deleteFirst(context, target, current, options);
}

/** The texts name the kind, not the plural. */
export function checkPreconditions(
  { faults }: ObjectSpace,
  { resource, name }: Target,
  current: KubeObject,
  { uid, resourceVersion }: DeletionOptions,
): void {
  const about = qualifiedKind(resource);
  if (uid !== undefined && uid !== current.metadata.uid && !faults.has('uid-precondition-ignored')) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${current.metadata.uid}). The object might have been deleted and then recreated`;
    throw conflict(about, name, why);
  }
  const version = current.metadata.resourceVersion;
  if (resourceVersion !== undefined && resourceVersion !== version) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${version}). The object might have been modified`;
    throw conflict(about, name, why);
  }
}

function deleteFirst(
  context: WriteContext,
  target: Target,
  current: KubeObject,
  options: DeletionOptions,
): Deletion {
  const grace = target.resource.strategy.grace?.(current, options.graceSeconds);
  const finalizers = finalizersAfter(current.metadata, options);
  if (grace === undefined && finalizers.length === 0) return remove(context, target, current);
  const now = context.space.clock.now();
  const marks = {
    deletionTimestamp: context.space.clock.isoSeconds(now + (grace ?? 0) * 1000),
    deletionGracePeriodSeconds: grace ?? 0,
    ...raisedGeneration(current.metadata, grace !== undefined),
  };
  const marked = store(context, target, current, {
    ...marks,
    ...(finalizers.length > 0 ? { finalizers } : {}),
  });
  if (finalizers.length > 0 || (grace ?? 0) > 0) return { object: marked, isGone: false };
  return remove(context, target, marked);
}

/** A deletion under way can be hurried, not put off. */
function deleteAgain(
  context: WriteContext,
  target: Target,
  current: KubeObject,
  options: DeletionOptions,
): Deletion {
  const { deletionTimestamp = '', deletionGracePeriodSeconds: left, finalizers = [] } = current.metadata;
  const asked =
    options.graceSeconds === undefined ? undefined : options.graceSeconds < 0 ? 1 : options.graceSeconds;
  if (left === undefined || asked === undefined || asked >= left) return { object: current, isGone: false };
  const due = Date.parse(deletionTimestamp) - (left - asked) * 1000;
  const marked = store(context, target, current, {
    deletionTimestamp: context.space.clock.isoSeconds(due),
    deletionGracePeriodSeconds: asked,
  });
  if (asked > 0 || finalizers.length > 0) return { object: marked, isGone: false };
  return remove(context, target, marked);
}

function raisedGeneration({ generation }: ObjectMeta, isGraceful: boolean): Partial<ObjectMeta> {
  return isGraceful && generation ? { generation: generation + 1 } : {};
}

function finalizersAfter({ finalizers = [] }: ObjectMeta, { propagation }: DeletionOptions): string[] {
  const others = finalizers.filter((one) => one !== 'orphan' && one !== 'foregroundDeletion');
  if (propagation === undefined) return finalizers;
  if (propagation === 'Orphan') return [...others, 'orphan'];
  return propagation === 'Foreground' ? [...others, 'foregroundDeletion'] : others;
}

function store(
  context: WriteContext,
  target: Target,
  current: KubeObject,
  marks: Partial<ObjectMeta>,
): KubeObject {
  const object = { ...current, metadata: inOrder({ ...current.metadata, ...marks }) };
  return context.isDryRun ? object : context.space.store.put(target.resource.storage, object);
}

/** The order in which the fields of the metadata are written. */
const ORDER: readonly (keyof ObjectMeta)[] = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
];

function inOrder(metadata: ObjectMeta): ObjectMeta {
  const entries = ORDER.filter((key) => metadata[key] !== undefined).map((key) => [key, metadata[key]]);
  return Object.fromEntries(entries) as unknown as ObjectMeta;
}

function remove(context: WriteContext, target: Target, last: KubeObject): Deletion {
  if (context.isDryRun) return { object: last, isGone: true };
  const { resource, namespace, name } = target;
  return { object: context.space.store.remove(resource.storage, namespace, name) ?? last, isGone: true };
}

/** Namespaces that the system itself lives in. */
const IMMORTAL = ['default', 'kube-system', 'kube-public'];

/** A namespace is marked at first; it goes when its content is gone and its finalizers are off. */
function deleteNamespace(
  context: WriteContext,
  target: Target,
  current: KubeObject,
  options: DeletionOptions,
): Deletion {
  const { uid, resourceVersion } = options;
  const about = qualifiedResource(target.resource);
  if (uid !== undefined && uid !== current.metadata.uid)
    throw conflict(
      about,
      target.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`,
    );
  if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
    throw conflict(
      about,
      target.name,
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${current.metadata.resourceVersion}`,
    );
  if (IMMORTAL.includes(target.name) && context.isChecked)
    throw forbidden(about, target.name, 'this namespace may not be deleted');
  if (current.metadata.deletionTimestamp) {
    const isHeld =
      textsOf(current['spec'], 'finalizers').length > 0 || (current.metadata.finalizers ?? []).length > 0;
    return isHeld ? { object: current, isGone: false } : remove(context, target, current);
  }
  const status = { ...(current['status'] as Fields), phase: 'Terminating' };
  const marks = { deletionTimestamp: context.space.clock.isoSeconds() };
  return { object: store(context, target, { ...current, status }, marks), isGone: false };
}
