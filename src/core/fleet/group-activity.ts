/** An instance refresh of an Auto Scaling group. */
export interface InstanceRefresh {
  readonly id: string;
  /** Pending, InProgress, Baking, Cancelling, RollbackInProgress, Successful … */
  readonly status: string;
}

export interface LifecycleHook {
  readonly name: string;
  /** autoscaling:EC2_INSTANCE_LAUNCHING or autoscaling:EC2_INSTANCE_TERMINATING. */
  readonly transition: string;
  readonly heartbeatSeconds: number;
}

export interface ScheduledAction {
  readonly name: string;
  /** Epoch ms of its next run. */
  readonly at: number;
}

/** A launch that the group tried within the last day. */
export interface LaunchAttempt {
  /** Epoch ms. */
  readonly at: number;
  readonly succeeded: boolean;
  readonly zone?: string;
  readonly message: string;
}

/** An instance that waits in a warm pool. */
export interface WarmInstance {
  readonly instanceId: string;
  readonly templateVersion?: string;
}

/** What else acts on an Auto Scaling group, or acted a moment ago. */
export interface GroupActivity {
  readonly refreshes: readonly InstanceRefresh[];
  readonly hooks: readonly LifecycleHook[];
  readonly scheduled: readonly ScheduledAction[];
  readonly launches: readonly LaunchAttempt[];
  readonly warmInstances: readonly WarmInstance[];
}
