import type { Condition, LabelSelector, Meta } from './meta.ts';
import type { PodSpec } from './pod.ts';

export interface PodTemplate {
  readonly metadata?: Partial<Meta>;
  readonly spec: PodSpec;
}

export type WorkloadKind =
  | 'Deployment'
  | 'StatefulSet'
  | 'ReplicaSet'
  | 'ReplicationController'
  | 'DaemonSet'
  | 'Job';

/** A controller of pods. Which status fields are there depends on the kind. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly apiVersion: string;
  readonly metadata: Meta;
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: LabelSelector;
    readonly template: PodTemplate;
    readonly paused?: boolean;
    readonly minReadySeconds?: number;
    readonly strategy?: { readonly type?: string; readonly rollingUpdate?: object };
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly partition?: number };
    };
    readonly podManagementPolicy?: string;
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
    readonly backoffLimit?: number;
    readonly activeDeadlineSeconds?: number;
    readonly podFailurePolicy?: { readonly rules?: readonly object[] };
    readonly completions?: number;
    readonly parallelism?: number;
    readonly suspend?: boolean;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly updatedReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly desiredNumberScheduled?: number;
    readonly currentNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberReady?: number;
    readonly numberMisscheduled?: number;
    readonly active?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly conditions?: readonly Condition[];
  };
}

/** `Deployment/shop/cart`: how an object is named to people and in findings. Cluster-wide objects have no middle part. */
export function objectName(kind: string, namespace: string | undefined, name: string): string {
  return namespace ? `${kind}/${namespace}/${name}` : `${kind}/${name}`;
}
