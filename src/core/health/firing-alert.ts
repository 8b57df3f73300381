/** An alert that fires, as far as it matters whether it is the same one as before. */
export interface FiringAlert {
  /** Of the same words if it is the same alert, whatever pod or node it is about now. */
  readonly key: string;
  /** `KubePodCrashLooping (critical) in shop`. */
  readonly shown: string;
}
