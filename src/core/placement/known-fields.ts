/** Fields that the filters read, or that are known to filter nothing. `true`: whatever is below is harmless. */
export type KnownFields = true | { readonly [field: string]: KnownFields };

/**
 * The paths of fields that are not on the list. A new field of Kubernetes may be a new way to refuse a pod, so a pod
 * that has one is never called placeable.
 */
export function unknownFields(value: unknown, known: KnownFields, path: string): string[] {
  if (known === true || value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((item) => unknownFields(item, known, path));
  return Object.entries(value).flatMap(([field, below]) => {
    const next = Object.hasOwn(known, field) ? known[field] : undefined;
    if (next === undefined) return below === null || below === undefined ? [] : [`${path}.${field}`];
    return unknownFields(below, next, `${path}.${field}`);
  });
}

const harmless = (...fields: string[]): { readonly [field: string]: KnownFields } =>
  Object.fromEntries(fields.map((field) => [field, true as const]));

const SELECTOR: KnownFields = {
  matchLabels: true,
  matchExpressions: harmless('key', 'operator', 'values'),
};
const NODE_TERMS: KnownFields = {
  matchExpressions: harmless('key', 'operator', 'values'),
  matchFields: harmless('key', 'operator', 'values'),
};
const POD_TERM: KnownFields = {
  labelSelector: SELECTOR,
  namespaceSelector: SELECTOR,
  ...harmless('topologyKey', 'namespaces', 'matchLabelKeys', 'mismatchLabelKeys'),
};
const POD_AFFINITY: KnownFields = {
  requiredDuringSchedulingIgnoredDuringExecution: POD_TERM,
  preferredDuringSchedulingIgnoredDuringExecution: true,
};
const TOLERATION = harmless('key', 'operator', 'value', 'effect', 'tolerationSeconds');

const CONTAINER: KnownFields = {
  ...harmless(
    'name',
    'image',
    'command',
    'args',
    'workingDir',
    'env',
    'envFrom',
    'imagePullPolicy',
    'lifecycle',
  ),
  ...harmless(
    'livenessProbe',
    'readinessProbe',
    'startupProbe',
    'resizePolicy',
    'restartPolicy',
    'securityContext',
  ),
  ...harmless('restartPolicyRules', 'stdin', 'stdinOnce', 'tty', 'terminationMessagePath'),
  ...harmless('terminationMessagePolicy', 'volumeDevices', 'volumeMounts'),
  ports: harmless('name', 'containerPort', 'hostPort', 'hostIP', 'protocol'),
  resources: harmless('requests', 'limits'),
};

/** Volume sources that no filter looks at, and the two that one does. */
const VOLUME: KnownFields = {
  ...harmless(
    'name',
    'emptyDir',
    'hostPath',
    'configMap',
    'secret',
    'projected',
    'downwardAPI',
    'csi',
    'nfs',
    'image',
  ),
  persistentVolumeClaim: harmless('claimName', 'readOnly'),
  awsElasticBlockStore: harmless('volumeID', 'readOnly', 'fsType', 'partition'),
};

export const POD_SPEC_FIELDS: KnownFields = {
  ...harmless(
    'activeDeadlineSeconds',
    'automountServiceAccountToken',
    'dnsConfig',
    'dnsPolicy',
    'enableServiceLinks',
  ),
  ...harmless(
    'ephemeralContainers',
    'hostAliases',
    'hostIPC',
    'hostNetwork',
    'hostPID',
    'hostUsers',
    'hostname',
  ),
  ...harmless('hostnameOverride', 'imagePullSecrets', 'nodeName', 'nodeSelector', 'os', 'overhead'),
  ...harmless('preemptionPolicy', 'priority', 'priorityClassName', 'readinessGates', 'restartPolicy'),
  ...harmless('runtimeClassName', 'schedulerName', 'securityContext', 'serviceAccount', 'serviceAccountName'),
  ...harmless('setHostnameAsFQDN', 'shareProcessNamespace', 'subdomain', 'terminationGracePeriodSeconds'),
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: NODE_TERMS },
      preferredDuringSchedulingIgnoredDuringExecution: true,
    },
    podAffinity: POD_AFFINITY,
    podAntiAffinity: POD_AFFINITY,
  },
  containers: CONTAINER,
  initContainers: CONTAINER,
  schedulingGates: harmless('name'),
  tolerations: TOLERATION,
  topologySpreadConstraints: {
    labelSelector: SELECTOR,
    ...harmless('maxSkew', 'topologyKey', 'whenUnsatisfiable', 'minDomains', 'matchLabelKeys'),
    ...harmless('nodeAffinityPolicy', 'nodeTaintsPolicy'),
  },
  volumes: VOLUME,
};

const TYPE = harmless('apiVersion', 'kind', 'metadata');

export const POD_FIELDS: KnownFields = { ...TYPE, status: true, spec: POD_SPEC_FIELDS };

export const NODE_FIELDS: KnownFields = {
  ...TYPE,
  status: true,
  spec: {
    ...harmless('configSource', 'externalID', 'podCIDR', 'podCIDRs', 'providerID', 'unschedulable'),
    taints: harmless('key', 'value', 'effect', 'timeAdded'),
  },
};

export const VOLUME_FIELDS: KnownFields = {
  ...TYPE,
  status: true,
  spec: {
    ...harmless('accessModes', 'capacity', 'claimRef', 'mountOptions', 'persistentVolumeReclaimPolicy'),
    ...harmless(
      'storageClassName',
      'volumeMode',
      'csi',
      'local',
      'hostPath',
      'nfs',
      'volumeAttributesClassName',
    ),
    nodeAffinity: { required: { nodeSelectorTerms: NODE_TERMS } },
  },
};

export const CLAIM_FIELDS: KnownFields = {
  ...TYPE,
  status: true,
  spec: {
    ...harmless(
      'accessModes',
      'resources',
      'storageClassName',
      'volumeMode',
      'volumeName',
      'volumeAttributesClassName',
    ),
    // What a new volume is filled with: known to the provisioner, not to the scheduler.
    ...harmless('dataSource', 'dataSourceRef'),
    selector: SELECTOR,
  },
};

export const CLASS_FIELDS: KnownFields = {
  ...TYPE,
  ...harmless('provisioner', 'parameters', 'reclaimPolicy', 'mountOptions', 'allowVolumeExpansion'),
  volumeBindingMode: true,
  allowedTopologies: { matchLabelExpressions: harmless('key', 'values') },
};

export const CSI_NODE_FIELDS: KnownFields = {
  ...TYPE,
  spec: { drivers: { ...harmless('name', 'nodeID', 'topologyKeys'), allocatable: harmless('count') } },
};

export const CSI_DRIVER_FIELDS: KnownFields = {
  ...TYPE,
  spec: {
    ...harmless('attachRequired', 'fsGroupPolicy', 'podInfoOnMount', 'requiresRepublish', 'seLinuxMount'),
    ...harmless(
      'storageCapacity',
      'tokenRequests',
      'volumeLifecycleModes',
      'nodeAllocatableUpdatePeriodSeconds',
    ),
  },
};

export const STORAGE_CAPACITY_FIELDS: KnownFields = {
  ...TYPE,
  ...harmless('capacity', 'maximumVolumeSize', 'storageClassName'),
  nodeTopology: SELECTOR,
};
