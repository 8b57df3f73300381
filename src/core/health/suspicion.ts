import type { FactRuleName } from './fact-rules.ts';

/** Something bad that is seen right now. Whether it means anything depends on how long it lasts. */
export interface Suspicion {
  readonly rule: FactRuleName;
  /** The same thing has the same key at every look: `pod-broken:<uid>`. */
  readonly key: string;
  readonly object: string;
  /** Numbers and words of Kubernetes, for people. */
  readonly detail: string;
}
