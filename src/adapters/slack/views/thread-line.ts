/** A line of the thread: as it is shown, and as it is read aloud after the rollout's name. */
export interface ThreadLine {
  readonly shown: string;
  readonly spoken: string;
}
