import type { AccessAnswer } from '../core/fleet/access-answer.ts';
import type { HorizontalPodAutoscaler } from '../core/fleet/autoscaler.ts';
import type { CronJob } from '../core/fleet/cron-job.ts';
import type { DisruptionBudget } from '../core/fleet/disruption-budget.ts';
import type { ClusterIdentity, Namespace } from '../core/fleet/fleet-snapshot.ts';
import type { KubeEvent } from '../core/fleet/kube-event.ts';
import type { Node, Taint } from '../core/fleet/node.ts';
import type { ObjectName } from '../core/fleet/object-name.ts';
import type { Pod } from '../core/fleet/pod.ts';
import type { ResourceQuota } from '../core/fleet/resource-quota.ts';
import type { Service } from '../core/fleet/service.ts';
import type { SigningRequest } from '../core/fleet/signing-request.ts';
import type {
  CsiDriver,
  CsiNode,
  CsiStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
  VolumeAttachment,
} from '../core/fleet/storage.ts';
import type { TargetGroupBinding } from '../core/fleet/target-group.ts';
import type { WebhookConfiguration } from '../core/fleet/webhook-configuration.ts';
import type { Workload } from '../core/fleet/workload.ts';

/** The lists that preflight reads, by the name of their resource. */
export interface ListedKinds {
  readonly nodes: Node;
  readonly pods: Pod;
  readonly namespaces: Namespace;
  readonly poddisruptionbudgets: DisruptionBudget;
  readonly deployments: Workload;
  readonly replicasets: Workload;
  readonly statefulsets: Workload;
  readonly daemonsets: Workload;
  readonly jobs: Workload;
  readonly cronjobs: CronJob;
  readonly horizontalpodautoscalers: HorizontalPodAutoscaler;
  readonly services: Service;
  readonly persistentvolumes: PersistentVolume;
  readonly persistentvolumeclaims: PersistentVolumeClaim;
  readonly storageclasses: StorageClass;
  readonly csinodes: CsiNode;
  readonly volumeattachments: VolumeAttachment;
  readonly csidrivers: CsiDriver;
  readonly csistoragecapacities: CsiStorageCapacity;
  readonly resourcequotas: ResourceQuota;
  readonly validatingwebhookconfigurations: WebhookConfiguration;
  readonly mutatingwebhookconfigurations: WebhookConfiguration;
  readonly certificatesigningrequests: SigningRequest;
  /** Of one namespace, or of one object by a field selector: a whole cluster has far too many. */
  readonly events: KubeEvent;
  /** Of the AWS load balancer controller; a cluster without it answers `not-found`. */
  readonly targetgroupbindings: TargetGroupBinding;
}

export type ListedKind = keyof ListedKinds;

/** Kinds of which names alone are read: what is in the objects is nobody's business. */
export type NamedKind = 'configmaps' | 'secrets' | 'serviceaccounts';

/** Something that we may be allowed to do. */
export interface AccessQuestion {
  readonly verb: string;
  /** The API group; empty for the core one. */
  readonly group: string;
  /** `nodes`, `pods/eviction`. */
  readonly resource: string;
}

/** How far a long list has come. */
export interface ListProgress {
  readonly read: number;
  /** How many more the server says there are, where it says so. */
  readonly left: number | undefined;
}

export interface ListScope {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** A node as an effect must name it: the server refuses if the uid is another one. */
export interface NodeTarget {
  readonly name: string;
  readonly uid: string;
}

/** A change of a node. Keys that are not named stay as they are; only our own keys may be named. */
export interface NodeEdit {
  readonly unschedulable?: boolean;
  /** Taints to add or replace by key and effect. */
  readonly addTaints?: readonly Taint[];
  /** Keys of taints to remove. */
  readonly removeTaints?: readonly string[];
  /** Null removes. */
  readonly annotations?: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, string | null>>;
}

/** `replaced`: a node of that name is there, but it is another one. `stale`: something changed it meanwhile; look again. */
export type NodeEditOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'denied'; readonly message: string };

export interface PodTarget {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** What the world may properly answer to an eviction (design decision 14, recordings 1 to 14). */
export type EvictOutcome =
  | { readonly kind: 'evicted' }
  | { readonly kind: 'gone' }
  /** Another pod has the name now (409). The budget's token is spent for two minutes: 429 until then is not "stuck". */
  | { readonly kind: 'replaced'; readonly tokenSpentMs: number }
  /** 429, the budget is full. `budget` is its name where the answer says it. */
  | { readonly kind: 'blocked'; readonly budget: string | undefined; readonly message: string }
  /** 429 with Retry-After 10: the controller has not seen the budget yet, or never will. */
  | {
      readonly kind: 'not-observed';
      readonly budget: string | undefined;
      readonly message: string;
      readonly retryAfterMs: number;
    }
  /** 429 without a budget in it: the API server is busy. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** 500: the pod has more than one budget. No retry helps. */
  | { readonly kind: 'several-budgets'; readonly message: string }
  /** 403, the namespace is being deleted: the pod goes by itself. */
  | { readonly kind: 'namespace-terminating' }
  /** 422 or 403 of an admission policy or webhook. */
  | { readonly kind: 'denied'; readonly message: string };

export interface WorkloadName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** One Kubernetes cluster. Every call has a deadline and throws PortError alone. */
export interface Cluster {
  identity(): Promise<ClusterIdentity>;
  /** What the API server runs; it tells that to anybody. */
  version(): Promise<ClusterIdentity['version']>;
  /** All objects of a kind, in pages, without managedFields; nodes also without their images. Told after each page how far it is. */
  list<K extends ListedKind>(
    kind: K,
    scope?: ListScope,
    onPage?: (progress: ListProgress) => void,
  ): Promise<readonly ListedKinds[K][]>;
  /** The names of all objects of a kind, without what is in them. */
  names(kind: NamedKind): Promise<readonly ObjectName[]>;
  /** What the API server says that we may do in the whole cluster. */
  access(questions: readonly AccessQuestion[]): Promise<readonly AccessAnswer[]>;
  getNode(name: string): Promise<Node | undefined>;
  /** Undefined also for a kind of which drover does not know how it keeps pods (a CronJob, an operator's own). */
  getWorkload(workload: WorkloadName): Promise<Workload | undefined>;
  editNode(target: NodeTarget, edit: NodeEdit): Promise<NodeEditOutcome>;
  evict(pod: PodTarget): Promise<EvictOutcome>;
}
