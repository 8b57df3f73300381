/** An answer to one person: what happened, why, and the next step. Every refusal has all three. */
export interface Reply {
  /** `ok`, or the code of the refusal: `E-SELF`, `E-ROLE`, `E-STALE`, `E-DONE`, `E-GROUP`, `E-LOCK`, `E-EXT`, `E-DEP`, `E-TEXT` … */
  readonly code: string;
  readonly what: string;
  readonly why?: string;
  readonly next?: string;
  /** Words offered as one-click or copy-ready corrections: `/patch prod workers`. */
  readonly suggestions?: readonly string[];
  /** Slack ids of people and user groups to be named in the next step. */
  readonly mention?: { readonly users: readonly string[]; readonly groups: readonly string[] };
  /** Lines of a list or table below: the status of rollouts, the examples of help. */
  readonly details?: readonly string[];
  /** Where to go on: a rollout's root message. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
}
