import type { ListedKind, ListProgress, ListScope } from '../../ports/cluster.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import { parseList } from './parse-list.ts';
import { podParser } from './parse-pods.ts';
import { readPages } from './read-pages.ts';
import type { Page } from './read-pages.ts';
import { RESOURCES } from './resources.ts';
import type { Resource } from './resources.ts';

interface ListedObject {
  readonly metadata: { managedFields?: unknown; annotations?: Record<string, string> };
  readonly status?: { images?: unknown };
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
    pageSize: RESOURCES[kind].pageSize,
    query: {
      ...(scope.labelSelector === undefined ? {} : { labelSelector: scope.labelSelector }),
      ...(scope.fieldSelector === undefined ? {} : { fieldSelector: scope.fieldSelector }),
    },
    parse: kind === 'pods' ? podParser() : (body) => trimmed(parseList(body), RESOURCES[kind]),
    onPage,
  });
}

function trimmed(page: Page<object>, resource: Resource): Page<object> {
  return { ...page, items: page.items.map((item) => trim(item, resource)) };
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Cuts what nobody reads and what is most of the bytes, and says the kind, which items of a list do not. */
export function trim(item: object, { apiVersion, kind }: Pick<Resource, 'apiVersion' | 'kind'>): object {
  // The server vouches that every object has metadata.
  const object = item as ListedObject;
  delete object.metadata.managedFields;
  delete object.metadata.annotations?.[LAST_APPLIED];
  if (kind === 'Node' && object.status) delete object.status.images;
  return { apiVersion, kind, ...item };
}

function pathOf(kind: ListedKind, scope: ListScope): string {
  const { root, namespaced } = RESOURCES[kind];
  const inside =
    namespaced && scope.namespace !== undefined ? `/namespaces/${encodeURIComponent(scope.namespace)}` : '';
  return `${root}${inside}/${kind}`;
}
