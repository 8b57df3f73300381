/** What the shell is told. */
export const EXIT = {
  ok: 0,
  /** What was looked at is not as it should be. */
  bad: 1,
  /** Preflight: a rollout would be refused. */
  blockers: 2,
  /** Preflight: something could not be told. */
  unknown: 3,
  /** It could not be done or not even be begun. */
  failed: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with one line on standard error. */
export class CannotRun extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotRun';
  }
}
