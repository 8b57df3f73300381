/** What the API server says that we may do: a SelfSubjectAccessReview. */
export interface AccessAnswer {
  readonly verb: string;
  /** `pods`, `pods/eviction`, `nodes`. */
  readonly resource: string;
  readonly allowed: boolean;
}
