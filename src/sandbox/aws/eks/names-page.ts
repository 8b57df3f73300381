import { integer, text } from '../wire/fields.ts';
import { page } from '../wire/page.ts';
import { invalidParameter } from './eks-access.ts';

const PAGE_MAX = 100;

/** The parameters of every list of names. */
export const paging = { maxResults: integer({ min: 1, max: PAGE_MAX }), nextToken: text() };

export function namesPage(
  names: readonly string[],
  input: { readonly maxResults: number | undefined; readonly nextToken: string | undefined },
): { items: readonly string[]; next: string | undefined } {
  const found = page(names, {
    token: input.nextToken,
    size: input.maxResults ?? PAGE_MAX,
    key: (name) => name,
  });
  if (!found) throw invalidParameter('Invalid nextToken');
  return found;
}
