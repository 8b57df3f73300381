import { roleBindings, roles } from '../strategies/access.ts';
import { budgets } from '../strategies/budgets.ts';
import { leases, priorityClasses, runtimeClasses } from '../strategies/configuration.ts';
import { admissionBindings, admissionPolicies, webhookConfigurations } from '../strategies/policies.ts';
import { endpointSlices, ingressClasses, ingresses, networkPolicies } from '../strategies/services.ts';
import * as storage from '../strategies/storage.ts';
import { define, status } from './define.ts';
import type { Resource } from './resource.ts';

const RBAC = 'rbac.authorization.k8s.io';
const STORAGE = 'storage.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const NETWORKING = 'networking.k8s.io';
const FLOW = 'flowcontrol.apiserver.k8s.io';

/** The kinds of the other groups: network, policy, access, storage, admission and the rest. */
export const PLATFORM_RESOURCES: readonly Resource[] = [
  define({
    group: NETWORKING,
    plural: 'ingressclasses',
    kind: 'IngressClass',
    cluster: true,
    strategy: ingressClasses,
  }),
  define({
    group: NETWORKING,
    plural: 'ingresses',
    kind: 'Ingress',
    short: ['ing'],
    subresources: [status('Ingress')],
    strategy: ingresses,
    etcdPath: 'ingress',
  }),
  define({
    group: NETWORKING,
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
    short: ['netpol'],
    strategy: networkPolicies,
  }),
  define({
    group: 'policy',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    short: ['pdb'],
    subresources: [status('PodDisruptionBudget')],
    strategy: budgets,
  }),
  define({
    group: RBAC,
    plural: 'clusterrolebindings',
    kind: 'ClusterRoleBinding',
    cluster: true,
    strategy: roleBindings,
  }),
  define({ group: RBAC, plural: 'clusterroles', kind: 'ClusterRole', cluster: true, strategy: roles }),
  define({ group: RBAC, plural: 'rolebindings', kind: 'RoleBinding', strategy: roleBindings }),
  define({ group: RBAC, plural: 'roles', kind: 'Role', strategy: roles }),
  define({
    group: STORAGE,
    plural: 'csidrivers',
    kind: 'CSIDriver',
    cluster: true,
    strategy: storage.csiDrivers,
  }),
  define({ group: STORAGE, plural: 'csinodes', kind: 'CSINode', cluster: true, strategy: storage.csiNodes }),
  define({
    group: STORAGE,
    plural: 'csistoragecapacities',
    kind: 'CSIStorageCapacity',
    strategy: storage.csiStorageCapacities,
  }),
  define({
    group: STORAGE,
    plural: 'storageclasses',
    kind: 'StorageClass',
    cluster: true,
    short: ['sc'],
    strategy: storage.storageClasses,
  }),
  define({
    group: STORAGE,
    plural: 'volumeattachments',
    kind: 'VolumeAttachment',
    cluster: true,
    subresources: [status('VolumeAttachment')],
    strategy: storage.volumeAttachments,
  }),
  define({
    group: ADMISSION,
    plural: 'mutatingwebhookconfigurations',
    kind: 'MutatingWebhookConfiguration',
    cluster: true,
    strategy: webhookConfigurations,
  }),
  define({
    group: ADMISSION,
    plural: 'validatingadmissionpolicies',
    kind: 'ValidatingAdmissionPolicy',
    cluster: true,
    subresources: [status('ValidatingAdmissionPolicy')],
    strategy: admissionPolicies,
  }),
  define({
    group: ADMISSION,
    plural: 'validatingadmissionpolicybindings',
    kind: 'ValidatingAdmissionPolicyBinding',
    cluster: true,
    strategy: admissionBindings,
  }),
  define({
    group: ADMISSION,
    plural: 'validatingwebhookconfigurations',
    kind: 'ValidatingWebhookConfiguration',
    cluster: true,
    strategy: webhookConfigurations,
  }),
  define({
    group: 'scheduling.k8s.io',
    plural: 'priorityclasses',
    kind: 'PriorityClass',
    cluster: true,
    short: ['pc'],
    strategy: priorityClasses,
  }),
  define({ group: 'coordination.k8s.io', plural: 'leases', kind: 'Lease', strategy: leases }),
  define({
    group: 'node.k8s.io',
    plural: 'runtimeclasses',
    kind: 'RuntimeClass',
    cluster: true,
    strategy: runtimeClasses,
  }),
  define({
    group: 'discovery.k8s.io',
    plural: 'endpointslices',
    kind: 'EndpointSlice',
    strategy: endpointSlices,
  }),
  define({
    group: FLOW,
    plural: 'flowschemas',
    kind: 'FlowSchema',
    cluster: true,
    subresources: [status('FlowSchema')],
  }),
  define({
    group: FLOW,
    plural: 'prioritylevelconfigurations',
    kind: 'PriorityLevelConfiguration',
    cluster: true,
    subresources: [status('PriorityLevelConfiguration')],
  }),
];
