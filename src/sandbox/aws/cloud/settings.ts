/** The cloud's own durations, all in world milliseconds. Scenarios change them; the defaults are of the real thing's order. */
export interface CloudSettings {
  /** From "the group needs an instance" to the instance's first appearance: the group's loop is not instant. */
  readonly scalingLagMs: number;
  /** From pending to running (powered on). */
  readonly pendingMs: number;
  /** From stopped (warm pool) to running. */
  readonly warmStartMs: number;
  /** From shutting-down to terminated: the operating system shuts down, volumes are let go. */
  readonly shuttingDownMs: number;
  /** How long a terminated instance can still be described; an hour in the real cloud. */
  readonly terminatedLingersMs: number;
  /** How long a new instance is missing from EC2's Describe answers; 0 switches eventual consistency off. */
  readonly describeLagMs: number;
  /** How often groups look for unhealthy instances. */
  readonly healthCheckMs: number;
  /** How often groups look whether their zones are out of balance. */
  readonly rebalanceMs: number;
  /** Until a group tries again after no zone could launch; about two minutes are seen in the wild. */
  readonly launchRetryMs: number;
  /** How long an address rests before another instance may get it; then it does, lowest first. */
  readonly addressRestMs: number;
  /** From registration with a target group until healthy. */
  readonly targetHealthyMs: number;
}

export const DEFAULT_SETTINGS: CloudSettings = {
  scalingLagMs: 4000,
  pendingMs: 8000,
  warmStartMs: 5000,
  shuttingDownMs: 25_000,
  terminatedLingersMs: 3_600_000,
  describeLagMs: 0,
  healthCheckMs: 30_000,
  rebalanceMs: 60_000,
  launchRetryMs: 120_000,
  addressRestMs: 30_000,
  targetHealthyMs: 15_000,
};
