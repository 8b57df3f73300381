/** The queues and their jobs, as data. A job is a wake-up and carries nothing that matters. */

/** One queue a cluster for ticks of its rollouts: only the engine that leads the cluster works on it. */
export function rolloutsQueue(cluster: string): string {
  return `rollouts-${cluster}`;
}

/** One queue a cluster for bringing conversations up to date. */
export function announcementsQueue(cluster: string): string {
  return `announcements-${cluster}`;
}

/** Raw requests from the gateway, for any engine. */
export const INBOX_QUEUE = 'inbox';

/** One job a node group at the most: asked twice it is one. BullMQ refuses ":" and bare integers in ids. */
export function tickJobId(nodeGroup: string): string {
  return `tick-${nodeGroup}`;
}

export function tellJobId(nodeGroup: string): string {
  return `tell-${nodeGroup}`;
}

/**
 * Settings of the workers, real ms. Stalls are normal for us, so a job is never failed for them (engine.md finding 2);
 * the lock is short because a tick is.
 */
export const WORKER_SETTINGS = {
  lockDuration: 20_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
} as const;

/** How many requests of people one engine answers at once: a preflight of a large cluster must not hold up the others. */
export const INBOX_CONCURRENCY = 16;

/** How many node groups of one cluster tick side by side. */
export const ROLLOUTS_CONCURRENCY = 32;
