import type { ResourceName } from '../kubernetes/object.ts';

/** Where the kinds that may own or be owned are kept. */
const RESOURCES: Readonly<Record<string, ResourceName>> = {
  'v1/Pod': 'pods',
  'v1/Node': 'nodes',
  'v1/Service': 'services',
  'v1/Endpoints': 'endpoints',
  'v1/ConfigMap': 'configmaps',
  'v1/Secret': 'secrets',
  'v1/ServiceAccount': 'serviceaccounts',
  'v1/Namespace': 'namespaces',
  'v1/PersistentVolume': 'persistentvolumes',
  'v1/PersistentVolumeClaim': 'persistentvolumeclaims',
  'v1/ReplicationController': 'replicationcontrollers',
  'v1/ResourceQuota': 'resourcequotas',
  'v1/LimitRange': 'limitranges',
  'v1/PodTemplate': 'podtemplates',
  'apps/v1/Deployment': 'deployments.apps',
  'apps/v1/ReplicaSet': 'replicasets.apps',
  'apps/v1/StatefulSet': 'statefulsets.apps',
  'apps/v1/DaemonSet': 'daemonsets.apps',
  'apps/v1/ControllerRevision': 'controllerrevisions.apps',
  'batch/v1/Job': 'jobs.batch',
  'batch/v1/CronJob': 'cronjobs.batch',
  'policy/v1/PodDisruptionBudget': 'poddisruptionbudgets.policy',
  'autoscaling/v2/HorizontalPodAutoscaler': 'horizontalpodautoscalers.autoscaling',
  'autoscaling/v1/HorizontalPodAutoscaler': 'horizontalpodautoscalers.autoscaling',
  'discovery.k8s.io/v1/EndpointSlice': 'endpointslices.discovery.k8s.io',
  'coordination.k8s.io/v1/Lease': 'leases.coordination.k8s.io',
  'storage.k8s.io/v1/StorageClass': 'storageclasses.storage.k8s.io',
  'storage.k8s.io/v1/VolumeAttachment': 'volumeattachments.storage.k8s.io',
  'storage.k8s.io/v1/CSINode': 'csinodes.storage.k8s.io',
  'storage.k8s.io/v1/CSIDriver': 'csidrivers.storage.k8s.io',
  'networking.k8s.io/v1/Ingress': 'ingresses.networking.k8s.io',
  'rbac.authorization.k8s.io/v1/Role': 'roles.rbac.authorization.k8s.io',
  'rbac.authorization.k8s.io/v1/RoleBinding': 'rolebindings.rbac.authorization.k8s.io',
  'rbac.authorization.k8s.io/v1/ClusterRole': 'clusterroles.rbac.authorization.k8s.io',
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': 'clusterrolebindings.rbac.authorization.k8s.io',
};

/** The resource of a kind; undefined if the API server does not know it. */
export function resourceOfKind(apiVersion: string, kind: string): ResourceName | undefined {
  return RESOURCES[`${apiVersion}/${kind}`];
}

/** Every resource that is known by its kind. */
export const KNOWN_RESOURCES: readonly ResourceName[] = [...new Set(Object.values(RESOURCES))];
