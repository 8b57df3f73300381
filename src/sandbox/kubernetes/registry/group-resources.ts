import { roleBindings, roles } from '../strategies/access.ts';
import { budgets } from '../strategies/budgets.ts';
import { leases, priorityClasses, runtimeClasses } from '../strategies/configuration.ts';
import { autoscalers, coreEvents, signingRequests } from '../strategies/events.ts';
import { cronJobs, jobs } from '../strategies/jobs.ts';
import { admissionBindings, admissionPolicies, webhookConfigurations } from '../strategies/policies.ts';
import { endpointSlices, ingressClasses, ingresses, networkPolicies } from '../strategies/services.ts';
import * as storage from '../strategies/storage.ts';
import { daemonSets, deployments, replicaSets, statefulSets } from '../strategies/workloads.ts';
import { define, scale, status } from './define.ts';
import { jobLabels, newEventLabels, signingRequestLabels } from './field-labels.ts';
import type { Resource, Verb } from './resource.ts';

const CREATE: readonly Verb[] = ['create'];
const ALL = ['all'];
const RBAC = 'rbac.authorization.k8s.io';
const STORAGE = 'storage.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const NETWORKING = 'networking.k8s.io';
const AUTHORIZATION = 'authorization.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';
const FLOW = 'flowcontrol.apiserver.k8s.io';

/** The kinds of the named groups; the groups stand in the order of discovery. */
export const GROUP_RESOURCES: readonly Resource[] = [
  define({ group: 'apps', plural: 'controllerrevisions', kind: 'ControllerRevision' }),
  define({ group: 'apps', plural: 'daemonsets', kind: 'DaemonSet', short: ['ds'], categories: ALL, subresources: [status('DaemonSet')], strategy: daemonSets }),
  define({ group: 'apps', plural: 'deployments', kind: 'Deployment', short: ['deploy'], categories: ALL, subresources: [scale, status('Deployment')], strategy: deployments }),
  define({ group: 'apps', plural: 'replicasets', kind: 'ReplicaSet', short: ['rs'], categories: ALL, subresources: [scale, status('ReplicaSet')], strategy: replicaSets }),
  define({ group: 'apps', plural: 'statefulsets', kind: 'StatefulSet', short: ['sts'], categories: ALL, subresources: [scale, status('StatefulSet')], strategy: statefulSets }),
  define({ group: 'events.k8s.io', plural: 'events', kind: 'Event', short: ['ev'], strategy: coreEvents, fieldLabels: newEventLabels, storage: 'events' }),
  define({ group: AUTHENTICATION, plural: 'selfsubjectreviews', kind: 'SelfSubjectReview', cluster: true, verbs: CREATE }),
  define({ group: AUTHENTICATION, plural: 'tokenreviews', kind: 'TokenReview', cluster: true, verbs: CREATE }),
  define({ group: AUTHORIZATION, plural: 'localsubjectaccessreviews', kind: 'LocalSubjectAccessReview', verbs: CREATE }),
  define({ group: AUTHORIZATION, plural: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview', cluster: true, verbs: CREATE }),
  define({ group: AUTHORIZATION, plural: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview', cluster: true, verbs: CREATE }),
  define({ group: AUTHORIZATION, plural: 'subjectaccessreviews', kind: 'SubjectAccessReview', cluster: true, verbs: CREATE }),
  define({ group: 'autoscaling', version: 'v2', plural: 'horizontalpodautoscalers', kind: 'HorizontalPodAutoscaler', short: ['hpa'], categories: ALL, subresources: [status('HorizontalPodAutoscaler')], strategy: autoscalers }),
  define({ group: 'batch', plural: 'cronjobs', kind: 'CronJob', short: ['cj'], categories: ALL, subresources: [status('CronJob')], strategy: cronJobs }),
  define({ group: 'batch', plural: 'jobs', kind: 'Job', categories: ALL, subresources: [status('Job')], strategy: jobs, fieldLabels: jobLabels }),
  define({ group: 'certificates.k8s.io', plural: 'certificatesigningrequests', kind: 'CertificateSigningRequest', cluster: true, short: ['csr'], subresources: [{ name: 'approval', kind: 'CertificateSigningRequest', verbs: ['get', 'patch', 'update'] }, status('CertificateSigningRequest')], strategy: signingRequests, fieldLabels: signingRequestLabels }),
  define({ group: NETWORKING, plural: 'ingressclasses', kind: 'IngressClass', cluster: true, strategy: ingressClasses }),
  define({ group: NETWORKING, plural: 'ingresses', kind: 'Ingress', short: ['ing'], subresources: [status('Ingress')], strategy: ingresses, etcdPath: 'ingress' }),
  define({ group: NETWORKING, plural: 'networkpolicies', kind: 'NetworkPolicy', short: ['netpol'], strategy: networkPolicies }),
  define({ group: 'policy', plural: 'poddisruptionbudgets', kind: 'PodDisruptionBudget', short: ['pdb'], subresources: [status('PodDisruptionBudget')], strategy: budgets }),
  define({ group: RBAC, plural: 'clusterrolebindings', kind: 'ClusterRoleBinding', cluster: true, strategy: roleBindings }),
  define({ group: RBAC, plural: 'clusterroles', kind: 'ClusterRole', cluster: true, strategy: roles }),
  define({ group: RBAC, plural: 'rolebindings', kind: 'RoleBinding', strategy: roleBindings }),
  define({ group: RBAC, plural: 'roles', kind: 'Role', strategy: roles }),
  define({ group: STORAGE, plural: 'csidrivers', kind: 'CSIDriver', cluster: true, strategy: storage.csiDrivers }),
  define({ group: STORAGE, plural: 'csinodes', kind: 'CSINode', cluster: true, strategy: storage.csiNodes }),
  define({ group: STORAGE, plural: 'csistoragecapacities', kind: 'CSIStorageCapacity', strategy: storage.csiStorageCapacities }),
  define({ group: STORAGE, plural: 'storageclasses', kind: 'StorageClass', cluster: true, short: ['sc'], strategy: storage.storageClasses }),
  define({ group: STORAGE, plural: 'volumeattachments', kind: 'VolumeAttachment', cluster: true, subresources: [status('VolumeAttachment')], strategy: storage.volumeAttachments }),
  define({ group: ADMISSION, plural: 'mutatingwebhookconfigurations', kind: 'MutatingWebhookConfiguration', cluster: true, strategy: webhookConfigurations }),
  define({ group: ADMISSION, plural: 'validatingadmissionpolicies', kind: 'ValidatingAdmissionPolicy', cluster: true, subresources: [status('ValidatingAdmissionPolicy')], strategy: admissionPolicies }),
  define({ group: ADMISSION, plural: 'validatingadmissionpolicybindings', kind: 'ValidatingAdmissionPolicyBinding', cluster: true, strategy: admissionBindings }),
  define({ group: ADMISSION, plural: 'validatingwebhookconfigurations', kind: 'ValidatingWebhookConfiguration', cluster: true, strategy: webhookConfigurations }),
  define({ group: 'scheduling.k8s.io', plural: 'priorityclasses', kind: 'PriorityClass', cluster: true, short: ['pc'], strategy: priorityClasses }),
  define({ group: 'coordination.k8s.io', plural: 'leases', kind: 'Lease', strategy: leases }),
  define({ group: 'node.k8s.io', plural: 'runtimeclasses', kind: 'RuntimeClass', cluster: true, strategy: runtimeClasses }),
  define({ group: 'discovery.k8s.io', plural: 'endpointslices', kind: 'EndpointSlice', strategy: endpointSlices }),
  define({ group: FLOW, plural: 'flowschemas', kind: 'FlowSchema', cluster: true, subresources: [status('FlowSchema')] }),
  define({ group: FLOW, plural: 'prioritylevelconfigurations', kind: 'PriorityLevelConfiguration', cluster: true, subresources: [status('PriorityLevelConfiguration')] }),
];
