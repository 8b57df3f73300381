/**
 * A number that was asked of a metrics source, or why there is none. Not knowing is never a number: an empty answer, a
 * wrong one and a source that cannot say are three different things, and none of them is health.
 */
export type Measured<T> =
  | { readonly kind: 'measured'; readonly value: T }
  /** It was asked properly and nothing (or only something old) came back. */
  | { readonly kind: 'no-data'; readonly why: string }
  /** The source did not answer, or its answer makes no sense. */
  | { readonly kind: 'error'; readonly why: string }
  /** This source never says such a thing, or nobody is there to ask about. */
  | { readonly kind: 'not-offered'; readonly why: string };

export function measured<T>(value: T): Measured<T> {
  return { kind: 'measured', value };
}

/** What a person is told in place of a number; undefined if there is one. */
export function whyNot(answer: Measured<unknown>): string | undefined {
  return answer.kind === 'measured' ? undefined : answer.why;
}
