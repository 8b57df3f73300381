import { PortError } from '../../ports/port-error.ts';

/** Pages of one answer; the largest groups and templates have a few dozen. */
const PAGES_MAX = 200;

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** All items of a paged answer, page by page. `enough` ends it early. */
export async function allPages<T>(
  operation: string,
  readPage: (token: string | undefined) => Promise<Page<T>>,
  enough: (all: readonly T[]) => boolean = () => false,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (let count = 0; count < PAGES_MAX; count++) {
    const { items, next } = await readPage(token);
    all.push(...items);
    if (next === undefined || next === '' || enough(all)) return all;
    token = next;
  }
  throw new PortError('invalid', operation, `there are more than ${PAGES_MAX} pages`);
}
