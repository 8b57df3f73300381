/** How a container's program behaves; read by the kubelet from the pod's annotation. Seconds of world time. */
export interface Behaviour {
  readonly startSeconds?: number;
  readonly readySeconds?: number;
  readonly onSigterm?: 'drain' | 'exit' | 'ignore';
  readonly lameDuckSeconds?: number;
  readonly drainSeconds?: number;
  readonly crashAfterSeconds?: number;
}

export const BEHAVIOUR_ANNOTATION = 'world.sandbox/behaviour';
export const TRAFFIC_ANNOTATION = 'world.sandbox/requests-per-second';
