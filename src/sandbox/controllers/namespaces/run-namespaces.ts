import type { ControllerContext } from '../controller-context.ts';
import { withCondition } from '../kinds/condition.ts';
import type { Namespace } from '../kinds/namespace.ts';
import { isTerminating } from '../kinds/pod.ts';

/** The finalizer that every namespace is made with, in its spec. */
const FINALIZER = 'kubernetes';

/** How long to wait before what is left in a namespace is looked at again; world ms. */
const RECHECK_MS = 500;

/** Empties namespaces that are being deleted, and lets them go. */
export function runNamespaces(context: ControllerContext): void {
  const queue = context.queue(context.settings.namespaceLagMs, (name) => {
    if (!emptyNamespace(context, name)) queue.add(name, RECHECK_MS);
  });
  context.watch<Namespace>('namespaces', ({ type, object }) => {
    if (type !== 'DELETED' && isTerminating(object)) queue.add(object.metadata.name);
  });
}

/** True once nothing is left to do. */
function emptyNamespace(context: ControllerContext, name: string): boolean {
  const { cluster } = context;
  const namespace = cluster.get<Namespace>('namespaces', undefined, name);
  if (!namespace || !isTerminating(namespace)) return true;
  for (const resource of cluster.store.resources()) {
    for (const object of cluster.list(resource, name)) {
      if (!isTerminating(object)) cluster.delete(resource, name, object.metadata.name);
    }
  }
  const left = cluster.store.resources().flatMap((resource) => {
    const objects = cluster.list(resource, name);
    return objects.length > 0 ? [{ resource, count: objects.length, finalizers: finalizersOf(objects) }] : [];
  });
  writeConditions(context, namespace, left);
  if (left.length > 0) return false;
  cluster.edit<Namespace>('namespaces', undefined, name, (draft) => {
    draft.spec = {
      ...draft.spec,
      finalizers: (draft.spec?.finalizers ?? []).filter((one) => one !== FINALIZER),
    };
  });
  return true;
}

interface Left {
  readonly resource: string;
  readonly count: number;
  readonly finalizers: readonly string[];
}

function finalizersOf(objects: readonly { metadata: { finalizers?: string[] } }[]): string[] {
  return objects.flatMap(({ metadata }) => metadata.finalizers ?? []);
}

function writeConditions(
  { cluster, clock }: ControllerContext,
  { metadata }: Namespace,
  left: readonly Left[],
): void {
  const now = clock.isoSeconds();
  cluster.edit<Namespace>('namespaces', undefined, metadata.name, (draft) => {
    let conditions = draft.status?.conditions;
    for (const condition of conditionsOf(left)) conditions = withCondition(conditions, condition, now);
    draft.status = { ...draft.status, phase: 'Terminating', ...(conditions && { conditions }) };
  });
}

function conditionsOf(left: readonly Left[]) {
  const content = left.map(({ resource, count }) => `${dotted(resource)} has ${count} resource instances`);
  const finalizers = Map.groupBy(
    left.flatMap((one) => one.finalizers),
    (finalizer) => finalizer,
  );
  const held = [...finalizers].map(([name, all]) => `${name} in ${all.length} resource instances`);
  return [
    fine('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    fine(
      'NamespaceDeletionGroupVersionParsingFailure',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    fine('NamespaceDeletionContentFailure', 'ContentDeleted', contentText(content.length > 0)),
    content.length > 0
      ? bad(
          'NamespaceContentRemaining',
          'SomeResourcesRemain',
          `Some resources are remaining: ${content.join(', ')}`,
        )
      : fine('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'),
    held.length > 0
      ? bad(
          'NamespaceFinalizersRemaining',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${held.join(', ')}`,
        )
      : fine(
          'NamespaceFinalizersRemaining',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ),
  ];
}

function contentText(isWaiting: boolean): string {
  return isWaiting
    ? 'All content successfully deleted, may be waiting on finalization'
    : 'All content successfully deleted';
}

/** `pods` is written `pods.`, with the dot before its empty group. */
function dotted(resource: string): string {
  return resource.includes('.') ? resource : `${resource}.`;
}

function fine(type: string, reason: string, message: string) {
  return { type, status: 'False', reason, message };
}

function bad(type: string, reason: string, message: string) {
  return { type, status: 'True', reason, message };
}
