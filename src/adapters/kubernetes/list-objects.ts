import type { ListedKind, ListProgress, ListScope } from '../../ports/cluster.ts';
import type { Attempt, KubernetesConnection } from './kubernetes-connection.ts';
import { readPages } from './read-pages.ts';
import type { Page } from './read-pages.ts';
import { RESOURCES } from './resources.ts';
import type { Resource } from './resources.ts';

interface ListedObject {
  readonly metadata: { managedFields?: unknown };
  readonly status?: { images?: unknown };
}

interface ListAnswer {
  /** An empty list is `null` in some servers' JSON. */
  readonly items: readonly object[] | null;
  readonly metadata?: { readonly continue?: string; readonly remainingItemCount?: number };
}

/** All objects of a kind, as the API answers them but for what nobody reads. */
export async function listObjects(
  connection: KubernetesConnection,
  kind: ListedKind,
  scope: ListScope = {},
  onPage?: (progress: ListProgress) => void,
): Promise<readonly object[]> {
  return readPages(connection, {
    name: kind,
    path: pathOf(kind, scope),
    query: {
      ...(scope.labelSelector === undefined ? {} : { labelSelector: scope.labelSelector }),
      ...(scope.fieldSelector === undefined ? {} : { fieldSelector: scope.fieldSelector }),
    },
    readPage: async (attempt, path) => {
      const page = await readListAnswer(attempt, path);
      return { ...page, items: page.items.map((item) => trim(item, RESOURCES[kind])) };
    },
    onPage,
  });
}

/** One page of any list. `accept`: another form of the objects than the usual one. */
export async function readListAnswer(attempt: Attempt, path: string, accept?: string): Promise<Page<object>> {
  const answer = await attempt.get(path, accept === undefined ? {} : { accept });
  const value: unknown = JSON.parse(await answer.body.text());
  if (typeof value !== 'object' || value === null || !('items' in value))
    throw new Error('the answer is no list');
  const { items, metadata } = value as ListAnswer;
  return {
    items: items ?? [],
    next: metadata?.continue === '' ? undefined : metadata?.continue,
    left: metadata?.remainingItemCount,
  };
}

/** Cuts what nobody reads and what is most of the bytes, and says the kind, which items of a list do not. */
export function trim(item: object, { apiVersion, kind }: Pick<Resource, 'apiVersion' | 'kind'>): object {
  // The server vouches that every object has metadata.
  const object = item as ListedObject;
  delete object.metadata.managedFields;
  if (kind === 'Node' && object.status) delete object.status.images;
  return { apiVersion, kind, ...item };
}

function pathOf(kind: ListedKind, scope: ListScope): string {
  const { root, namespaced } = RESOURCES[kind];
  const inside =
    namespaced && scope.namespace !== undefined ? `/namespaces/${encodeURIComponent(scope.namespace)}` : '';
  return `${root}${inside}/${kind}`;
}
