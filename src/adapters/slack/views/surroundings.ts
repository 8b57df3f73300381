/** What a picture of a rollout needs beside the rollout itself; the renderer port's RenderContext has this shape. */
export interface Surroundings {
  readonly cluster: string;
  readonly nodeGroup: string;
  /** Product time, epoch ms. */
  readonly now: number;
  /** Real time, epoch ms. */
  readonly real: number;
  readonly scale: number;
  readonly brakeCommand: string;
  readonly approverUsers: readonly string[];
  readonly approverGroups: readonly string[];
}
