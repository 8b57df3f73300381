import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { ListProgress } from '../../ports/cluster.ts';
import { PortError } from '../../ports/port-error.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import { nextPageOf } from './next-page-of.ts';
import { ScratchBuffer } from './scratch-buffer.ts';
import { toPortError } from './to-port-error.ts';

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
  /** How many to ask for at once, if not as many as usual. */
  readonly pageSize?: number | undefined;
  /** Another form of the objects than the usual one. */
  readonly accept?: string;
  /** What is made of one answer, of which nothing may be kept: the bytes will be others in a moment. */
  readonly parse: (body: Buffer) => Page<T>;
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

/** While one page is parsed, the next one is under way: an answer says at its beginning what to ask for next. */
async function readOnce<T>(connection: KubernetesConnection, list: PagedList<T>): Promise<readonly T[]> {
  const all: T[] = [];
  let body = await fetchPage(connection, list, undefined);
  for (let count = 0; count < PAGES_MAX; count++) {
    const expected = nextPageOf(body.bytes);
    const early = expected === undefined ? undefined : settled(fetchPage(connection, list, expected));
    const { items, next, left } = parsePage(list, body.bytes);
    body.giveBack();
    for (const item of items) all.push(item);
    list.onPage?.({ read: all.length, left: next === undefined ? 0 : left });
    if (next === undefined) return all;
    await yieldToOthers();
    body = await (next === expected && early ? (await early)() : fetchPage(connection, list, next));
  }
  throw new PortError('invalid', `kubernetes: list ${list.name}`, `there are more than ${PAGES_MAX} pages`);
}

/** A promise of which nobody may be waiting when it fails: the failure waits in what it answers. */
async function settled<T>(promise: Promise<T>): Promise<() => T> {
  try {
    const value = await promise;
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Every page has its own deadline. */
async function fetchPage<T>(
  connection: KubernetesConnection,
  { name, path, query, accept, pageSize = PAGE_SIZE }: PagedList<T>,
  next: string | undefined,
): Promise<ScratchBuffer> {
  const asked = new URLSearchParams({ limit: String(pageSize), ...query });
  if (next !== undefined) asked.set('continue', next);
  return connection.read(`list ${name}`, async (attempt) => {
    const answer = await attempt.get(`${path}?${asked.toString()}`, accept === undefined ? {} : { accept });
    const room = new ScratchBuffer(Number(answer.headers['content-length'] ?? 0));
    for await (const chunk of answer.body) room.append(chunk as Buffer);
    return room;
  });
}

function parsePage<T>({ name, parse }: PagedList<T>, body: Buffer): Page<T> {
  try {
    return parse(body);
  } catch (error) {
    throw toPortError(`list ${name}`, error);
  }
}
