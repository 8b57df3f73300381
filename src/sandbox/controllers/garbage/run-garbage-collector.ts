import type { KubeObject, OwnerReference, ResourceName, StoreEvent } from '../../kubernetes/object.ts';
import type { ControllerContext } from '../controller-context.ts';
import { isTerminating } from '../kinds/pod.ts';
import { keyOf, partsOf } from '../object-key.ts';
import { DependentIndex } from './dependent-index.ts';
import { KNOWN_RESOURCES, resourceOfKind } from '../resource-of-kind.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/**
 * Deletes what belonged to owners that are gone, and carries out the two slower ways of deleting: dependents first,
 * and dependents set free. Owners of kinds that the API server does not know are left alone, as is what they own.
 */
export function runGarbageCollector(context: ControllerContext): void {
  const dependents = new DependentIndex();
  const queue = context.queue(context.settings.garbageLagMs, (key) => {
    const cut = key.indexOf(' ');
    collect(context, dependents, key.slice(0, cut), key.slice(cut + 1));
  });
  for (const resource of KNOWN_RESOURCES) {
    context.watch(resource, (event) => {
      for (const key of concerned(dependents, event)) queue.add(key);
    });
  }
}

/** Keeps the index, and answers who has to be looked at after a change. */
function concerned(dependents: DependentIndex, event: StoreEvent): string[] {
  const { type, resource, object } = event;
  const self = `${resource} ${keyOf(object)}`;
  if (type === 'DELETED') {
    dependents.drop(resource, object);
    return [...dependents.of(object.metadata.uid), ...waitingOwners(object)];
  }
  const isChanged = dependents.put(resource, object);
  const finalizers = isTerminating(object) ? (object.metadata.finalizers ?? []) : [];
  if (finalizers.includes(FOREGROUND)) return [self, ...dependents.of(object.metadata.uid)];
  return isChanged || finalizers.includes(ORPHAN) ? [self] : [];
}

/** Owners that may wait for this object to be gone. */
function waitingOwners({ metadata }: KubeObject): string[] {
  return (metadata.ownerReferences ?? []).flatMap(({ apiVersion, kind, name }) => {
    const resource = resourceOfKind(apiVersion, kind);
    return resource ? [`${resource} ${metadata.namespace ?? ''}/${name}`] : [];
  });
}

function collect(
  context: ControllerContext,
  dependents: DependentIndex,
  resource: ResourceName,
  key: string,
): void {
  const { cluster } = context;
  const object = cluster.get(resource, ...partsOf(key));
  if (!object) return;
  const finalizers = object.metadata.finalizers ?? [];
  if (!isTerminating(object)) {
    if (isForsaken(context, object)) deleteForsaken(context, dependents, resource, object);
  } else if (finalizers.includes(FOREGROUND)) {
    deleteDependentsFirst(context, dependents, resource, object);
  } else if (finalizers.includes(ORPHAN)) {
    setFree(context, dependents, object);
    removeFinalizer(context, resource, object, ORPHAN);
  }
}

/** If an owner waits for it, what it owns itself goes first. */
function deleteForsaken(
  context: ControllerContext,
  dependents: DependentIndex,
  resource: ResourceName,
  { metadata }: KubeObject,
): void {
  const owners = metadata.ownerReferences ?? [];
  const isAwaited = owners.some((owner) => isWaiting(ownerOf(context, metadata.namespace, owner)));
  const isForeground = isAwaited && dependents.of(metadata.uid).length > 0;
  context.cluster.delete(resource, metadata.namespace, metadata.name, {
    uid: metadata.uid,
    propagation: isForeground ? 'Foreground' : 'Background',
  });
}

/** It had owners, and none of them is left (or they wait for it to go). */
function isForsaken(context: ControllerContext, { metadata }: KubeObject): boolean {
  const owners = metadata.ownerReferences ?? [];
  return owners.length > 0 && owners.every((owner) => isGone(context, metadata.namespace, owner));
}

function isGone(context: ControllerContext, namespace: string | undefined, owner: OwnerReference): boolean {
  if (resourceOfKind(owner.apiVersion, owner.kind) === undefined) return false;
  const found = ownerOf(context, namespace, owner);
  return found === undefined || isWaiting(found);
}

function ownerOf(
  { cluster }: ControllerContext,
  namespace: string | undefined,
  owner: OwnerReference,
): KubeObject | undefined {
  const resource = resourceOfKind(owner.apiVersion, owner.kind);
  if (resource === undefined) return undefined;
  const found = cluster.get(resource, namespace, owner.name) ?? cluster.get(resource, undefined, owner.name);
  return found?.metadata.uid === owner.uid ? found : undefined;
}

/** Is it deleted, and waits for its dependents to go first? */
function isWaiting(owner: KubeObject | undefined): boolean {
  return (
    owner !== undefined && isTerminating(owner) && (owner.metadata.finalizers ?? []).includes(FOREGROUND)
  );
}

function deleteDependentsFirst(
  context: ControllerContext,
  dependents: DependentIndex,
  resource: ResourceName,
  owner: KubeObject,
): void {
  const blocking = dependents.of(owner.metadata.uid).filter((key) => {
    const dependent = read(context, key);
    return dependent?.metadata.ownerReferences?.some(
      ({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion === true,
    );
  });
  if (blocking.length === 0) removeFinalizer(context, resource, owner, FOREGROUND);
}

function setFree(context: ControllerContext, dependents: DependentIndex, owner: KubeObject): void {
  for (const key of dependents.of(owner.metadata.uid)) {
    const cut = key.indexOf(' ');
    context.cluster.edit(key.slice(0, cut), ...partsOf(key.slice(cut + 1)), (draft) => {
      const others = (draft.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
      if (others.length > 0) draft.metadata.ownerReferences = others;
      else delete draft.metadata.ownerReferences;
    });
  }
}

function removeFinalizer(
  { cluster }: ControllerContext,
  resource: ResourceName,
  { metadata }: KubeObject,
  finalizer: string,
): void {
  cluster.edit(resource, metadata.namespace, metadata.name, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== finalizer);
  });
}

function read({ cluster }: ControllerContext, key: string): KubeObject | undefined {
  const cut = key.indexOf(' ');
  return cluster.get(key.slice(0, cut), ...partsOf(key.slice(cut + 1)));
}
