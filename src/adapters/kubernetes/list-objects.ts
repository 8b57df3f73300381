import type { ListedKind, ListScope } from '../../ports/cluster.ts';
import { PortError } from '../../ports/port-error.ts';
import type { Attempt, KubernetesConnection } from './kubernetes-connection.ts';
import { RESOURCES } from './resources.ts';
import type { Resource } from './resources.ts';

/** What the API server itself suggests to its clients: large enough to be quick, small enough for the memory of both. */
const PAGE_SIZE = 500;

/** A million objects: more than Kubernetes is made for. */
const PAGES_MAX = 2_000;

/** A list whose pages are older than the server's history begins anew; one that never ends in time is given up. */
const TRIES_MAX = 3;

interface ListedObject {
  readonly metadata: { managedFields?: unknown };
  readonly status?: { images?: unknown };
}

interface Page {
  readonly items: readonly object[];
  readonly metadata?: { readonly continue?: string };
}

/** All objects of a kind, page by page, each page consistent with the first. Every page has its own deadline. */
export async function listObjects(
  connection: KubernetesConnection,
  kind: ListedKind,
  scope: ListScope = {},
): Promise<readonly object[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await listOnce(connection, kind, scope);
    } catch (error) {
      // 410: the list took longer than the server remembers. Half of an old and half of a new list is no list.
      const expired = error instanceof PortError && error.kind === 'conflict';
      if (!expired || tries === TRIES_MAX) throw error;
    }
  }
}

async function listOnce(
  connection: KubernetesConnection,
  kind: ListedKind,
  scope: ListScope,
): Promise<readonly object[]> {
  const all: object[] = [];
  let next: string | undefined;
  for (let count = 0; count < PAGES_MAX; count++) {
    const path = pathOf(kind, scope, next);
    const page = await connection.read(`list ${kind}`, async (attempt) => readPage(attempt, path));
    for (const item of page.items) all.push(trim(item, RESOURCES[kind]));
    next = page.metadata?.continue;
    if (next === undefined || next === '') return all;
  }
  throw new PortError('invalid', `kubernetes: list ${kind}`, `there are more than ${PAGES_MAX} pages`);
}

async function readPage(attempt: Attempt, path: string): Promise<Page> {
  const answer = await attempt.get(path);
  const value: unknown = JSON.parse(await answer.body.text());
  if (typeof value !== 'object' || value === null || !('items' in value))
    throw new Error('the answer is no list');
  // An empty list is `null` in some servers' JSON.
  const page = value as Page & { readonly items: readonly object[] | null };
  return page.items === null ? { ...page, items: [] } : page;
}

/** Cuts what nobody reads and what is most of the bytes, and says the kind, which items of a list do not. */
export function trim(item: object, { apiVersion, kind }: Pick<Resource, 'apiVersion' | 'kind'>): object {
  // The server vouches that every object has metadata.
  const object = item as ListedObject;
  delete object.metadata.managedFields;
  if (kind === 'Node' && object.status) delete object.status.images;
  return { apiVersion, kind, ...item };
}

function pathOf(kind: ListedKind, scope: ListScope, next: string | undefined): string {
  const { root, namespaced } = RESOURCES[kind];
  const inside =
    namespaced && scope.namespace !== undefined ? `/namespaces/${encodeURIComponent(scope.namespace)}` : '';
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (scope.labelSelector !== undefined) query.set('labelSelector', scope.labelSelector);
  if (scope.fieldSelector !== undefined) query.set('fieldSelector', scope.fieldSelector);
  if (next !== undefined) query.set('continue', next);
  return `${root}${inside}/${kind}?${query.toString()}`;
}
