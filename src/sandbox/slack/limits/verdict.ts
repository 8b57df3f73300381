/** One broken rule, in the words Slack uses for it. */
export interface Problem {
  /** `must be less than 3001 characters`, `no more than 50 items allowed`, `missing required field: text` … */
  readonly message: string;
  /** A JSON pointer to what is wrong: `/blocks/0/text/text`. */
  readonly pointer: string;
}

/** What Slack says of a message or view. `error` is the name it would answer. */
export type Verdict =
  | { readonly ok: true; readonly problems: readonly [] }
  | { readonly ok: false; readonly error: string; readonly problems: readonly Problem[] };

export const GOOD: Verdict = { ok: true, problems: [] };

/** As in `errors` of chat methods. */
export function inWords({ message, pointer }: Problem): string {
  return pointer === '' ? message : `${message} [json-pointer:${pointer}]`;
}
