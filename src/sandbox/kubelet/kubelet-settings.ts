/** A stretch of world time, drawn anew each time. */
export interface Spread {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The pace of kubelets, in world ms. */
export interface KubeletSettings {
  /** Between a change of a pod and what the kubelet does about it. */
  readonly noticeLagMs: number;
  /** Pulling an image that is not on the node yet. */
  readonly pullMs: Spread;
  /** Making the sandbox of a pod, with its address. */
  readonly sandboxMs: Spread;
  /** Mounting volumes that are attached, and unmounting them. */
  readonly mountMs: Spread;
  /** Renewal of the node's lease; ten seconds in every kubelet. */
  readonly heartbeatMs: number;
  /** How often an unchanged status of a node is written all the same. */
  readonly statusMs: number;
  /** How soon a `kwok.x-k8s.io/node: fake` node and its pods become what they shall be. */
  readonly fakeLagMs: number;
  /** Does a kubelet say that its node is not ready when the machine is shut down, or does it just fall silent? */
  readonly announcesShutdown: boolean;
}

export const KUBELET_DEFAULTS: KubeletSettings = {
  noticeLagMs: 50,
  pullMs: { fromMs: 2_000, toMs: 6_000 },
  sandboxMs: { fromMs: 500, toMs: 1_500 },
  mountMs: { fromMs: 500, toMs: 1_500 },
  heartbeatMs: 10_000,
  statusMs: 300_000,
  fakeLagMs: 200,
  announcesShutdown: true,
};
