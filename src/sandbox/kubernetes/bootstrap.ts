import type { Cluster, Draft } from './cluster.ts';

const RBAC = 'rbac.authorization.k8s.io';
const RBAC_VERSION = `${RBAC}/v1`;

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

const PRIORITIES: readonly [name: string, value: number, description: string][] = [
  [
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ],
  [
    'system-node-critical',
    2_000_001_000,
    'Used for system critical pods that must not be moved from their current node.',
  ],
];

const HEALTH = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const DISCOVERY = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
];

interface BootstrapRole {
  readonly name: string;
  readonly rules: readonly object[];
  readonly groups: readonly string[];
}

const ROLES: readonly BootstrapRole[] = [
  {
    name: 'cluster-admin',
    rules: [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
    groups: ['system:masters'],
  },
  {
    name: 'system:basic-user',
    rules: [
      {
        verbs: ['create'],
        apiGroups: ['authorization.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      },
      { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
    ],
    groups: ['system:authenticated'],
  },
  {
    name: 'system:public-info-viewer',
    rules: [{ verbs: ['get'], nonResourceURLs: HEALTH }],
    groups: ['system:authenticated', 'system:unauthenticated'],
  },
  {
    name: 'system:discovery',
    rules: [{ verbs: ['get'], nonResourceURLs: DISCOVERY }],
    groups: ['system:authenticated'],
  },
];

/** Makes what every cluster has from its first moment. What is there already stays. */
export function bootstrapCluster(cluster: Cluster): void {
  for (const name of NAMESPACES)
    cluster.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const [name, value, description] of PRIORITIES) {
    const priority = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
      description,
    };
    cluster.create('priorityclasses.scheduling.k8s.io', priority);
  }
  for (const role of ROLES) {
    cluster.create(`clusterroles.${RBAC}`, roleObject(role));
    cluster.create(`clusterrolebindings.${RBAC}`, bindingObject(role));
  }
  cluster.create('services', apiService());
}

const LABELS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

function roleObject({ name, rules }: BootstrapRole): Draft {
  return {
    apiVersion: RBAC_VERSION,
    kind: 'ClusterRole',
    metadata: { name, labels: LABELS },
    rules: [...rules],
  };
}

function bindingObject({ name, groups }: BootstrapRole): Draft {
  return {
    apiVersion: RBAC_VERSION,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels: LABELS },
    subjects: groups.map((group) => ({ kind: 'Group', apiGroup: RBAC, name: group })),
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
  };
}

/** The Service of the API itself; it selects no pods. */
function apiService(): Draft {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { component: 'apiserver', provider: 'kubernetes' },
    },
    spec: { clusterIP: '172.20.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
  };
}
