import type { AuditLog } from '../ports/audit-log.ts';
import type { Chat } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { CloudFacts } from '../ports/cloud-facts.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { NodeGroups } from '../ports/node-groups.ts';
import type { Renderer } from '../ports/renderer.ts';
import type { SecureValues } from '../ports/secure-values.ts';
import type { SlotStore } from '../ports/slot-store.ts';
import type { ThreadStore } from '../ports/thread-store.ts';

/** What it takes to look at a cluster and its node groups, and to act on them. */
export interface GroupPorts {
  readonly cluster: Cluster;
  readonly nodeGroups: NodeGroups;
  /** What preflight alone wants to know of the cloud. */
  readonly facts: CloudFacts;
  /** Where requests are judged by; undefined: only what Kubernetes itself shows is judged. */
  readonly metrics?: Metrics;
  readonly slots: SlotStore;
  /** How far the rollout's story was told. */
  readonly threads: ThreadStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: AuditLog;
  readonly secure: SecureValues;
}

/** What it takes to hear people and to answer them. */
export interface ConversationPorts extends GroupPorts {
  readonly chat: Chat;
  readonly render: Renderer;
  readonly queue: JobQueue;
}
