import type { WorkloadKind } from '../../core/fleet/workload.ts';
import type { ListedKind } from '../../ports/cluster.ts';

/** Where a resource is found, and what its objects are: items of a list do not say their own kind. */
export interface Resource {
  readonly root: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** How many to ask for at once, where they are so large that the usual number of them would take long to parse. */
  readonly pageSize?: number;
}

/** Objects with a pod template, or with all that a node tells of itself, are ten times as large as others. */
const LARGE_OBJECTS = 100;

const CORE = '/api/v1';
const ADMISSION = 'admissionregistration.k8s.io/v1';

export const RESOURCES: Readonly<Record<ListedKind, Resource>> = {
  nodes: { root: CORE, apiVersion: 'v1', kind: 'Node', namespaced: false, pageSize: LARGE_OBJECTS },
  pods: { root: CORE, apiVersion: 'v1', kind: 'Pod', namespaced: true },
  namespaces: { root: CORE, apiVersion: 'v1', kind: 'Namespace', namespaced: false },
  services: { root: CORE, apiVersion: 'v1', kind: 'Service', namespaced: true },
  persistentvolumes: { root: CORE, apiVersion: 'v1', kind: 'PersistentVolume', namespaced: false },
  persistentvolumeclaims: { root: CORE, apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespaced: true },
  poddisruptionbudgets: inGroup('policy/v1', 'PodDisruptionBudget', true),
  deployments: inGroup('apps/v1', 'Deployment', true, LARGE_OBJECTS),
  replicasets: inGroup('apps/v1', 'ReplicaSet', true, LARGE_OBJECTS),
  statefulsets: inGroup('apps/v1', 'StatefulSet', true, LARGE_OBJECTS),
  daemonsets: inGroup('apps/v1', 'DaemonSet', true, LARGE_OBJECTS),
  jobs: inGroup('batch/v1', 'Job', true, LARGE_OBJECTS),
  cronjobs: inGroup('batch/v1', 'CronJob', true, LARGE_OBJECTS),
  horizontalpodautoscalers: inGroup('autoscaling/v2', 'HorizontalPodAutoscaler', true),
  storageclasses: inGroup('storage.k8s.io/v1', 'StorageClass', false),
  csinodes: inGroup('storage.k8s.io/v1', 'CSINode', false),
  volumeattachments: inGroup('storage.k8s.io/v1', 'VolumeAttachment', false),
  csidrivers: inGroup('storage.k8s.io/v1', 'CSIDriver', false),
  csistoragecapacities: inGroup('storage.k8s.io/v1', 'CSIStorageCapacity', true),
  resourcequotas: { root: CORE, apiVersion: 'v1', kind: 'ResourceQuota', namespaced: true },
  validatingwebhookconfigurations: inGroup(ADMISSION, 'ValidatingWebhookConfiguration', false),
  mutatingwebhookconfigurations: inGroup(ADMISSION, 'MutatingWebhookConfiguration', false),
  certificatesigningrequests: inGroup('certificates.k8s.io/v1', 'CertificateSigningRequest', false),
  events: { root: CORE, apiVersion: 'v1', kind: 'Event', namespaced: true },
  targetgroupbindings: inGroup('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', true),
};

/** The paths of workloads by kind, for reading one. */
export const WORKLOAD_ROOTS: Readonly<Record<WorkloadKind, string>> = {
  Deployment: '/apis/apps/v1',
  StatefulSet: '/apis/apps/v1',
  ReplicaSet: '/apis/apps/v1',
  DaemonSet: '/apis/apps/v1',
  Job: '/apis/batch/v1',
  ReplicationController: CORE,
};

function inGroup(apiVersion: string, kind: string, namespaced: boolean, pageSize?: number): Resource {
  const resource = { root: `/apis/${apiVersion}`, apiVersion, kind, namespaced };
  return pageSize === undefined ? resource : { ...resource, pageSize };
}
