import type { AccessAnswer } from './access-answer.ts';
import type { AdmissionAnswer } from './admission-answer.ts';
import type { HorizontalPodAutoscaler } from './autoscaler.ts';
import type { CronJob } from './cron-job.ts';
import type { DisruptionBudget } from './disruption-budget.ts';
import type { EksClusterState, ManagedGroupState } from './eks-state.ts';
import type { GroupActivity } from './group-activity.ts';
import type { ImagePull } from './image-pull.ts';
import type { MachineImage, Subnet, TemplateFacts } from './launch-facts.ts';
import type { Meta } from './meta.ts';
import type { GroupOwner, GroupState, InstanceState, Release } from './node-group.ts';
import type { Node } from './node.ts';
import type { ObjectName } from './object-name.ts';
import type { Pod } from './pod.ts';
import type { Reading } from './reading.ts';
import type { ResourceQuota } from './resource-quota.ts';
import type { Service } from './service.ts';
import type {
  CsiDriver,
  CsiNode,
  CsiStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
  VolumeAttachment,
} from './storage.ts';
import type { SigningRequest } from './signing-request.ts';
import type { TargetGroup, TargetGroupBinding } from './target-group.ts';
import type { VcpuQuota } from './vcpu-quota.ts';
import type { WebhookConfiguration } from './webhook-configuration.ts';
import type { Workload } from './workload.ts';

export interface Namespace {
  readonly metadata: Meta;
}

/**
 * Everything that preflight may look at, each part with what came of reading it. A part that is missing altogether is
 * not read by this version: the checks that need it are skipped, and say so.
 */
export interface Readings {
  /** All nodes of the cluster, not only the group's. */
  readonly nodes: Reading<readonly Node[]>;
  /** All pods of the cluster. */
  readonly pods: Reading<readonly Pod[]>;
  readonly namespaces: Reading<readonly Namespace[]>;
  readonly budgets: Reading<readonly DisruptionBudget[]>;
  readonly deployments: Reading<readonly Workload[]>;
  /** Only those that own a pod on a target node: a cluster holds ten old ones for each that matters. */
  readonly replicaSets: Reading<readonly Workload[]>;
  readonly statefulSets: Reading<readonly Workload[]>;
  readonly daemonSets: Reading<readonly Workload[]>;
  readonly jobs: Reading<readonly Workload[]>;
  readonly autoscalers: Reading<readonly HorizontalPodAutoscaler[]>;
  readonly services: Reading<readonly Service[]>;
  readonly volumes: Reading<readonly PersistentVolume[]>;
  readonly claims: Reading<readonly PersistentVolumeClaim[]>;
  readonly storageClasses: Reading<readonly StorageClass[]>;
  readonly csiNodes: Reading<readonly CsiNode[]>;
  readonly attachments: Reading<readonly VolumeAttachment[]>;
  /** Drivers and what they can still provision; only pods whose claims are not bound yet depend on them. */
  readonly csiDrivers?: Reading<readonly CsiDriver[]>;
  readonly storageCapacities?: Reading<readonly CsiStorageCapacity[]>;
  readonly cronJobs?: Reading<readonly CronJob[]>;
  readonly quotas?: Reading<readonly ResourceQuota[]>;
  readonly webhooks?: Reading<readonly WebhookConfiguration[]>;
  /** Names alone: what is in them is nobody's business. */
  readonly configMaps?: Reading<readonly ObjectName[]>;
  readonly secrets?: Reading<readonly ObjectName[]>;
  readonly serviceAccounts?: Reading<readonly ObjectName[]>;
  readonly signingRequests?: Reading<readonly SigningRequest[]>;
  /** Absent where the load balancer controller is not installed. */
  readonly targetGroupBindings?: Reading<readonly TargetGroupBinding[]>;
  readonly access?: Reading<readonly AccessAnswer[]>;
  /** Only where somebody asked for it: it takes the right to create pods. */
  readonly admission?: Reading<readonly AdmissionAnswer[]>;
  readonly images?: Reading<readonly ImagePull[]>;
  readonly vcpuQuotas?: Reading<readonly VcpuQuota[]>;
  readonly targetGroups?: Reading<readonly TargetGroup[]>;
  readonly eksCluster?: Reading<EksClusterState>;
  readonly managedGroup?: Reading<ManagedGroupState>;
  readonly activity?: Reading<GroupActivity>;
  readonly subnets?: Reading<readonly Subnet[]>;
  readonly image?: Reading<MachineImage>;
  readonly template?: Reading<TemplateFacts>;
  /** Who replaces the nodes of this group. */
  readonly owner: Reading<GroupOwner>;
  readonly group: Reading<GroupState>;
  readonly instances: Reading<readonly InstanceState[]>;
  /** The release that the group's nodes should run. */
  readonly release: Reading<Release>;
}

export type ReadingName = keyof Readings;

export interface ClusterIdentity {
  /** The name people use, from the configuration. */
  readonly name: string;
  /** The uid of the namespace kube-system: two clusters of one name differ in it. */
  readonly uid: string;
  readonly version: { readonly major: number; readonly minor: number };
}

/** What was seen of one node group and the cluster around it at one moment. */
export interface FleetSnapshot {
  /** Epoch ms on the product's clock. */
  readonly takenAt: number;
  /** How long it took to read all of it, in ms of product time that never jumps. The gate before each node reads nearly as much. */
  readonly readingMs?: number;
  /** How long one small request took, in ms of the same: the quickest of some, for they are often slower than they need be. */
  readonly requestMs?: number;
  readonly cluster: ClusterIdentity;
  readonly nodeGroup: string;
  /** The names of the group's nodes. */
  readonly targets: readonly string[];
  /** The node drover's own engine runs on, if it is in this cluster and knows it. */
  readonly ownNode?: string;
  /** How many engine replicas are Ready, if drover runs in this cluster. */
  readonly ownReplicas?: number;
  readonly readings: Readings;
}
