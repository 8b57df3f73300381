/** How much of the tests a run takes: each level takes what the ones before it take, and more. */
export const LEVELS = ['quick', 'full', 'long'] as const;

export type Level = (typeof LEVELS)[number];

/** A part of the tests, with a process, a time limit and a line of output of its own. */
export interface Stage {
  readonly name: string;
  /** What it looks at, for `--help`. */
  readonly about: string;
  /** The smallest run that has it. */
  readonly level: Level;
  /** The stage that does what this one does and more: where that is run, this one is not. */
  readonly partOf?: string;
  run(surroundings: Surroundings): Promise<StageResult>;
}

/** What a stage may use of the run it is in. */
export interface Surroundings {
  /** The checkout. */
  readonly root: string;
  /** A folder for logs and reports, kept until the next run. */
  readonly folder: string;
  /** Tells what is going on; the last thing told is shown once a minute. */
  readonly progress: (line: string) => void;
  /** Prints a line at once. */
  readonly tell: (line: string) => void;
}

export interface StageResult {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skipped: readonly SkippedTest[];
  /** Every test that was run, to be held against the list of skips; left out where a stage has no names. */
  readonly ran?: readonly TestName[];
  /** What was read, in a few words: `1375 modules`. */
  readonly read: string;
  /** What should be known although it is no failure: a story that went well at its second try. */
  readonly notes?: readonly string[];
}

export interface TestName {
  /** From the root: `test/cli/run-cli.test.ts`. */
  readonly file: string;
  /** The titles from the outermost to the test's own, joined by ` > `. */
  readonly test: string;
}

export type SkippedTest = TestName;

export interface Failure {
  readonly name: string;
  readonly message: string;
}
