import { coreEvents } from '../strategies/events.ts';
import {
  configMaps,
  limitRanges,
  resourceQuotas,
  secrets,
  serviceAccounts,
} from '../strategies/configuration.ts';
import { namespaces } from '../strategies/namespaces.ts';
import { nodes } from '../strategies/nodes.ts';
import { pods, podTemplates } from '../strategies/pods.ts';
import { endpoints, services } from '../strategies/services.ts';
import { claims, persistentVolumes } from '../strategies/storage.ts';
import { replicationControllers } from '../strategies/workloads.ts';
import { define, scale, status } from './define.ts';
import {
  controllerLabels,
  coreEventLabels,
  namespaceLabels,
  nodeLabels,
  podLabels,
  secretLabels,
  serviceLabels,
} from './field-labels.ts';
import type { Resource, Subresource, Verb } from './resource.ts';

const CREATE: readonly Verb[] = ['create'];
const STREAM: readonly Verb[] = ['create', 'get'];
const PROXY: readonly Verb[] = ['create', 'delete', 'get', 'patch', 'update'];
const ALL = ['all'];

const POD_PATHS: readonly Subresource[] = [
  { name: 'attach', kind: 'PodAttachOptions', verbs: STREAM },
  { name: 'binding', kind: 'Binding', verbs: CREATE },
  { name: 'ephemeralcontainers', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
  { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: CREATE },
  { name: 'exec', kind: 'PodExecOptions', verbs: STREAM },
  { name: 'log', kind: 'Pod', verbs: ['get'] },
  { name: 'portforward', kind: 'PodPortForwardOptions', verbs: STREAM },
  { name: 'proxy', kind: 'PodProxyOptions', verbs: PROXY },
  status('Pod'),
];

/** The kinds of the API without a group, in the order of discovery. */
export const CORE_RESOURCES: readonly Resource[] = [
  define({ plural: 'bindings', kind: 'Binding', verbs: CREATE }),
  define({
    plural: 'componentstatuses',
    kind: 'ComponentStatus',
    cluster: true,
    short: ['cs'],
    verbs: ['get', 'list'],
  }),
  define({ plural: 'configmaps', kind: 'ConfigMap', short: ['cm'], strategy: configMaps }),
  define({
    plural: 'endpoints',
    kind: 'Endpoints',
    short: ['ep'],
    strategy: endpoints,
    etcdPath: 'services/endpoints',
  }),
  define({
    plural: 'events',
    kind: 'Event',
    short: ['ev'],
    strategy: coreEvents,
    fieldLabels: coreEventLabels,
  }),
  define({ plural: 'limitranges', kind: 'LimitRange', short: ['limits'], strategy: limitRanges }),
  define({
    plural: 'namespaces',
    kind: 'Namespace',
    cluster: true,
    short: ['ns'],
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }, status('Namespace')],
    strategy: namespaces,
    fieldLabels: namespaceLabels,
  }),
  define({
    plural: 'nodes',
    kind: 'Node',
    cluster: true,
    short: ['no'],
    subresources: [{ name: 'proxy', kind: 'NodeProxyOptions', verbs: PROXY }, status('Node')],
    strategy: nodes,
    fieldLabels: nodeLabels,
    etcdPath: 'minions',
  }),
  define({
    plural: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    short: ['pvc'],
    subresources: [status('PersistentVolumeClaim')],
    strategy: claims,
  }),
  define({
    plural: 'persistentvolumes',
    kind: 'PersistentVolume',
    cluster: true,
    short: ['pv'],
    subresources: [status('PersistentVolume')],
    strategy: persistentVolumes,
  }),
  define({
    plural: 'pods',
    kind: 'Pod',
    short: ['po'],
    categories: ALL,
    subresources: POD_PATHS,
    strategy: pods,
    fieldLabels: podLabels,
  }),
  define({ plural: 'podtemplates', kind: 'PodTemplate', strategy: podTemplates }),
  define({
    plural: 'replicationcontrollers',
    kind: 'ReplicationController',
    short: ['rc'],
    categories: ALL,
    subresources: [scale, status('ReplicationController')],
    strategy: replicationControllers,
    fieldLabels: controllerLabels,
    etcdPath: 'controllers',
  }),
  define({
    plural: 'resourcequotas',
    kind: 'ResourceQuota',
    short: ['quota'],
    subresources: [status('ResourceQuota')],
    strategy: resourceQuotas,
  }),
  define({ plural: 'secrets', kind: 'Secret', strategy: secrets, fieldLabels: secretLabels }),
  define({
    plural: 'serviceaccounts',
    kind: 'ServiceAccount',
    short: ['sa'],
    subresources: [
      { name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: CREATE },
    ],
    strategy: serviceAccounts,
  }),
  define({
    plural: 'services',
    kind: 'Service',
    short: ['svc'],
    categories: ALL,
    subresources: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: PROXY }, status('Service')],
    strategy: services,
    fieldLabels: serviceLabels,
    etcdPath: 'services/specs',
  }),
];
