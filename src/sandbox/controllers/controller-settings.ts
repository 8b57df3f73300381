/** The pace of the controllers, in world ms. The defaults are what was recorded or what the real ones ship with. */
export interface ControllerSettings {
  /** Between a change and what a workload controller does about it. */
  readonly workloadLagMs: number;
  /** Between a change of pods and the new count of a budget (0.1 to 0.2 s recorded). */
  readonly budgetLagMs: number;
  /** Between a change of pods and the new EndpointSlice. */
  readonly endpointsLagMs: number;
  /** Between a cordon or a change of conditions and the taint (0.1 s recorded). */
  readonly taintLagMs: number;
  /** Between the making of a node and the first look at its taints (0.1 to 0.7 s recorded). */
  readonly newNodeLagMs: number;
  /** Between the end of an owner and the deletion of what it owned. */
  readonly garbageLagMs: number;
  /** Between the deletion of a namespace and that of its contents, and between the looks at what is left. */
  readonly namespaceLagMs: number;
  /** A node whose kubelet has been silent for so long is Unknown; 50 s by default in 1.32. */
  readonly heartbeatGraceMs: number;
  /** The same for nodes that never had a kubelet; an hour in the recordings. */
  readonly bareNodeGraceMs: number;
  /** How often the nodes' health is looked at. */
  readonly nodeMonitorMs: number;
  /** Between two evicting taints of nodes in one zone (0.1 a second). */
  readonly nodeEvictionIntervalMs: number;
  /** From the end of an instance until its Node is removed by the cloud's controller. */
  readonly nodeRemovalMs: number;
  /** Pods of a node that vanished are removed after this time. */
  readonly orphanedPodMs: number;
  /** An accepted eviction whose pod is still there after this time was none. */
  readonly disruptionTimeoutMs: number;
  readonly provisionMs: number;
  readonly attachMs: number;
  readonly detachMs: number;
  /** A volume that its node still says to use is detached all the same after this time. */
  readonly forceDetachMs: number;
  /** How long events are kept. */
  readonly eventLifetimeMs: number;
}

export const CONTROLLER_DEFAULTS: ControllerSettings = {
  workloadLagMs: 20,
  budgetLagMs: 120,
  endpointsLagMs: 50,
  taintLagMs: 60,
  newNodeLagMs: 400,
  garbageLagMs: 100,
  namespaceLagMs: 100,
  heartbeatGraceMs: 50_000,
  bareNodeGraceMs: 3_600_000,
  nodeMonitorMs: 5_000,
  nodeEvictionIntervalMs: 10_000,
  nodeRemovalMs: 5_000,
  orphanedPodMs: 40_000,
  disruptionTimeoutMs: 120_000,
  provisionMs: 3_000,
  attachMs: 4_000,
  detachMs: 6_000,
  forceDetachMs: 360_000,
  eventLifetimeMs: 3_600_000,
};
