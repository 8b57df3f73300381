import type { ListProgress } from '../../ports/cluster.ts';
import { PortError } from '../../ports/port-error.ts';
import type { Attempt, KubernetesConnection } from './kubernetes-connection.ts';

/** What the API server itself suggests to its clients: large enough to be quick, small enough for the memory of both. */
const PAGE_SIZE = 500;

/** A million objects: more than Kubernetes is made for. */
const PAGES_MAX = 2_000;

/** A list whose pages are older than the server's history begins anew; one that never ends in time is given up. */
const TRIES_MAX = 3;

/** One page of a list, as far as it concerns who turns the pages. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
  /** How many more there are, where the server says so. */
  readonly left: number | undefined;
}

export interface PagedList<T> {
  /** `pods`: for errors. */
  readonly name: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What is made of one answer. Every page has its own deadline. */
  readonly readPage: (attempt: Attempt, path: string) => Promise<Page<T>>;
  readonly onPage?: ((progress: ListProgress) => void) | undefined;
}

/** All of a list, page by page, each page consistent with the first. */
export async function readPages<T>(
  connection: KubernetesConnection,
  list: PagedList<T>,
): Promise<readonly T[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await readOnce(connection, list);
    } catch (error) {
      // 410: the list took longer than the server remembers. Half of an old and half of a new list is no list.
      const expired = error instanceof PortError && error.kind === 'conflict';
      if (!expired || tries === TRIES_MAX) throw error;
    }
  }
}

async function readOnce<T>(
  connection: KubernetesConnection,
  { name, path, query, readPage, onPage }: PagedList<T>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let next: string | undefined;
  for (let count = 0; count < PAGES_MAX; count++) {
    const asked = new URLSearchParams({ limit: String(PAGE_SIZE), ...query });
    if (next !== undefined) asked.set('continue', next);
    const target = `${path}?${asked.toString()}`;
    const page = await connection.read(`list ${name}`, async (attempt) => readPage(attempt, target));
    for (const item of page.items) all.push(item);
    onPage?.({ read: all.length, left: page.next === undefined ? 0 : page.left });
    if (page.next === undefined) return all;
    next = page.next;
  }
  throw new PortError('invalid', `kubernetes: list ${name}`, `there are more than ${PAGES_MAX} pages`);
}
