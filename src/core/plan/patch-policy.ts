/** How a node group is to be patched. Durations are product time (scaled in a fast world), in milliseconds. */
export interface PatchPolicy {
  /** How many instances are added before any node is taken away. */
  readonly surge: number;
  /** How long a drain may stand still before the node is given back. engine.md fault row 36: 15 min. */
  readonly drainTimeoutMs: number;
  /** How long a node's workloads are watched after it was replaced; 5 min by default. */
  readonly windowMs: number;
  /** The same for the first node, the canary; 10 min by default. */
  readonly canaryWindowMs: number;
  /** How long to wait for capacity that AWS does not give. engine.md fault row 50: 20 min. */
  readonly capacityTimeoutMs: number;
  /** How long a launched instance may take to become a Ready node. engine.md fault row 51: 15 min. */
  readonly joinTimeoutMs: number;
  /** How long volumes may take to detach after a drain. engine.md fault row 47: 6 min. */
  readonly detachTimeoutMs: number;
  /** How long a load balancer may take to let go of an instance. */
  readonly deregistrationTimeoutMs: number;
  /** How long a missing dependency is held for before a person is asked. engine.md 2.7: 15 min. */
  readonly holdTimeoutMs: number;
  /** Between two looks when nothing woke us earlier. */
  readonly pollMs: number;
  /** Evictions under way at once on one node. engine.md fault row 45: 5. */
  readonly evictionsInFlight: number;
  /** Emptiness counts only when seen twice, this far apart. Design decision 15: seconds. */
  readonly emptyTwiceMs: number;
  /** How much longer than its window a health window may be kept open, before a person is asked. health-gate.md 4.1: 15 min. */
  readonly extensionMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const DEFAULT_POLICY: PatchPolicy = {
  surge: 1,
  drainTimeoutMs: 15 * MINUTE,
  windowMs: 5 * MINUTE,
  canaryWindowMs: 10 * MINUTE,
  capacityTimeoutMs: 20 * MINUTE,
  joinTimeoutMs: 15 * MINUTE,
  detachTimeoutMs: 6 * MINUTE,
  deregistrationTimeoutMs: 10 * MINUTE,
  holdTimeoutMs: 15 * MINUTE,
  pollMs: 5 * SECOND,
  evictionsInFlight: 5,
  emptyTwiceMs: 5 * SECOND,
  extensionMs: 15 * MINUTE,
};
