/** Where a list's own metadata ends at the latest: a continue token has a few hundred bytes. */
const HEAD_MAX_BYTES = 4_096;

const ITEMS = '"items":[';

/**
 * The token of the next page, where the answer says it before its items, as the API server does. Only a guess to begin
 * with: what the whole answer says counts.
 */
export function nextPageOf(body: Buffer): string | undefined {
  const [head = ''] = body.toString('latin1', 0, HEAD_MAX_BYTES).split(ITEMS);
  return /"metadata":\{[^{}]*"continue":"([\w\-+/=.]+)"/.exec(head)?.[1];
}
