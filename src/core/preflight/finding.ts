import type { Waiver } from './waiver.ts';

/** `blocker`: the rollout is refused. `warning`: shown, a person decides. `info`: good to know. */
export type Severity = 'blocker' | 'warning' | 'info';

/** What a check found. Prose may change; the id of the check never does. */
export interface Finding {
  /** The check's id: `pdb-zero-permanent`. */
  readonly id: string;
  readonly severity: Severity;
  /** `Kind/namespace/name`, the main one first. */
  readonly objects: readonly string[];
  /** What is wrong, with the reason and the numbers. */
  readonly message: string;
  /** What to do: a sentence, or YAML to paste. */
  readonly fix: string;
  /** A person answers for it in this request: a blocker that has become a warning. */
  readonly waived?: Waiver;
}

/** A check that could not be answered: something it needs was not read, or cannot be proved. Never a pass. */
export interface UnknownFinding {
  readonly id: string;
  readonly reason: string;
  readonly objects: readonly string[];
}

export interface SkippedCheck {
  readonly id: string;
  readonly reason: string;
}
