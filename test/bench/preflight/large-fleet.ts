/** How large the fleet is, and how its pods are spread over it. */
export interface FleetSize {
  readonly nodes: number;
  readonly pods: number;
  /** Nodes that are to be replaced. */
  readonly targets: number;
}

export const TARGET_LABEL = 'example.com/pool';

/** Bytes of one pod's JSON, as a pod of EKS with two containers has them. */
export const POD_BYTES = 9_000;

const DAEMON_SETS = 5;
const PODS_OF_DEPLOYMENT = 40;
const NAMESPACES = 300;
const START = '2026-01-05T08:00:00Z';

type Json = Readonly<Record<string, unknown>>;

/** Objects of a large cluster, made one after another: Deployments with budgets and Services, and a few DaemonSets. */
export class LargeFleet {
  readonly #size: FleetSize;
  readonly deployments: number;

  constructor(size: FleetSize) {
    this.#size = size;
    this.deployments = Math.ceil((size.pods - size.nodes * DAEMON_SETS) / PODS_OF_DEPLOYMENT);
  }

  /** The objects of a list, by the name of its resource; a resource that is not named here is empty. */
  *list(resource: string): Iterable<Json> {
    const { nodes, pods } = this.#size;
    if (resource === 'nodes') for (let n = 0; n < nodes; n++) yield this.#node(n);
    if (resource === 'pods') for (let p = 0; p < pods; p++) yield this.#pod(p);
    if (resource === 'namespaces') for (let n = 0; n < NAMESPACES; n++) yield { metadata: meta(`team-${n}`) };
    if (resource === 'configmaps' || resource === 'serviceaccounts')
      for (const namespace of ['kube-system', ...Array.from({ length: NAMESPACES }, (_, n) => `team-${n}`)])
        yield { metadata: meta(resource === 'configmaps' ? 'kube-root-ca.crt' : 'default', namespace) };
    if (resource === 'daemonsets') for (let d = 0; d < DAEMON_SETS; d++) yield this.#daemonSet(d);
    for (let d = 0; d < this.deployments; d++) {
      if (resource === 'deployments') yield this.#deployment(d);
      if (resource === 'services') yield this.#service(d);
      if (resource === 'poddisruptionbudgets') yield this.#budget(d);
    }
  }

  replicaSet(name: string): Json {
    const d = Number(/^app-(\d+)-/.exec(name)?.[1]);
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: `app-${d}`, uid: `deployment-${d}` };
    const metadata = {
      ...meta(name, namespaceOf(d), `replicaset-${d}`),
      labels: labelsOf(d),
      ownerReferences: [{ ...owner, controller: true }],
    };
    const spec = {
      replicas: PODS_OF_DEPLOYMENT,
      selector: { matchLabels: labelsOf(d) },
      template: template(d),
    };
    return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec, status: {} };
  }

  #node(n: number): Json {
    const name = nodeName(n);
    const allocatable = { cpu: '15890m', memory: '60Gi', pods: '110', 'ephemeral-storage': '90Gi' };
    return {
      metadata: {
        ...meta(name, undefined, `node-${n}`),
        labels: {
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'topology.kubernetes.io/zone': `eu-west-1${'abc'[n % 3] ?? 'a'}`,
          [TARGET_LABEL]: n < this.#size.targets ? 'target' : 'other',
        },
        managedFields: MANAGED_FIELDS,
      },
      spec: { providerID: `aws:///eu-west-1a/i-${n.toString(16).padStart(17, '0')}` },
      status: {
        allocatable,
        capacity: allocatable,
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: START }],
        images: Array.from({ length: 40 }, (_, i) => ({
          names: [
            `registry.example.com/team/app-${i}@sha256:${'0'.repeat(64)}`,
            `registry.example.com/team/app-${i}:1.0.0`,
          ],
          sizeBytes: 100_000_000,
        })),
        nodeInfo: {
          kubeletVersion: 'v1.32.3-eks-473151a',
          osImage: 'Amazon Linux 2023',
          kernelVersion: '6.1',
        },
      },
    };
  }

  #pod(p: number): Json {
    const { nodes } = this.#size;
    const isDaemon = p < nodes * DAEMON_SETS;
    const rest = p - nodes * DAEMON_SETS;
    // Pods of one Deployment stand in one list beside each other, as names sort, and on nodes far apart.
    const d = isDaemon ? Math.floor(p / nodes) : Math.floor(rest / PODS_OF_DEPLOYMENT);
    const node = isDaemon ? p % nodes : (rest * 7919) % nodes;
    return isDaemon ? daemonPod(d, node, p) : deploymentPod(d, node, p);
  }

  #deployment(d: number): Json {
    const count = PODS_OF_DEPLOYMENT;
    const status = {
      replicas: count,
      readyReplicas: count,
      availableReplicas: count,
      updatedReplicas: count,
    };
    return {
      metadata: {
        ...meta(`app-${d}`, namespaceOf(d), `deployment-${d}`),
        generation: 1,
        managedFields: MANAGED_FIELDS,
      },
      spec: { replicas: count, selector: { matchLabels: { app: `app-${d}` } }, template: template(d) },
      status: { observedGeneration: 1, ...status },
    };
  }

  #daemonSet(d: number): Json {
    const { nodes } = this.#size;
    const status = {
      desiredNumberScheduled: nodes,
      currentNumberScheduled: nodes,
      updatedNumberScheduled: nodes,
      numberReady: nodes,
    };
    const labels = { daemon: `agent-${d}` };
    return {
      metadata: { ...meta(`agent-${d}`, 'kube-system', `daemonset-${d}`), generation: 1 },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podSpec(`agent-${d}`, '10m') },
      },
      status: { observedGeneration: 1, ...status },
    };
  }

  #service(d: number): Json {
    const spec = {
      type: 'ClusterIP',
      selector: { app: `app-${d}` },
      ports: [{ port: 80, targetPort: 8080 }],
    };
    return { metadata: meta(`app-${d}`, namespaceOf(d), `service-${d}`), spec };
  }

  #budget(d: number): Json {
    const count = PODS_OF_DEPLOYMENT;
    return {
      metadata: { ...meta(`app-${d}`, namespaceOf(d), `budget-${d}`), generation: 1 },
      spec: { maxUnavailable: 2, selector: { matchLabels: { app: `app-${d}` } } },
      status: {
        observedGeneration: 1,
        expectedPods: count,
        currentHealthy: count,
        desiredHealthy: count - 2,
        disruptionsAllowed: 2,
        conditions: [{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' }],
      },
    };
  }
}

function deploymentPod(d: number, node: number, p: number): Json {
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: `app-${d}-5d4f8c7b9`,
    uid: `replicaset-${d}`,
  };
  const name = `app-${d}-5d4f8c7b9-${suffix(p)}`;
  return podOf({
    name,
    namespace: namespaceOf(d),
    labels: labelsOf(d),
    owner,
    node,
    p,
    spec: podSpec(`app-${d}`, '200m'),
  });
}

function daemonPod(d: number, node: number, p: number): Json {
  const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: `agent-${d}`, uid: `daemonset-${d}` };
  const labels = { daemon: `agent-${d}`, 'controller-revision-hash': '6b8f' };
  const name = `agent-${d}-${suffix(p)}`;
  return podOf({
    name,
    namespace: 'kube-system',
    labels,
    owner,
    node,
    p,
    spec: { ...podSpec(`agent-${d}`, '10m'), affinity: meantFor(nodeName(node)) },
  });
}

/** As the DaemonSet controller binds its pods: no two have the same spec. */
function meantFor(node: string): Json {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node] }];
  const required = { nodeSelectorTerms: [{ matchFields }] };
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
}

interface PodParts {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner: Json;
  readonly node: number;
  readonly p: number;
  readonly spec: Json;
}

function podOf({ name, namespace, labels, owner, node, p, spec }: PodParts): Json {
  const token = `kube-api-access-${suffix(p)}`;
  const containers = (spec['containers'] as Json[]).map((container) => ({
    ...container,
    volumeMounts: [
      { name: token, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ],
  }));
  const at = new Date(Date.parse(START) + (p % 100_000) * 1_000).toISOString().replace('.000Z', 'Z');
  return {
    metadata: {
      ...meta(name, namespace, `pod-${p}`),
      creationTimestamp: at,
      generateName: name.slice(0, -5),
      labels,
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
      managedFields: MANAGED_FIELDS,
    },
    spec: { ...spec, containers, volumes: [{ name: token, projected: TOKEN }], nodeName: nodeName(node) },
    status: {
      phase: 'Running',
      conditions: [
        'PodReadyToStartContainers',
        'Initialized',
        'Ready',
        'ContainersReady',
        'PodScheduled',
      ].map((type) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: at })),
      hostIP: '10.0.0.1',
      podIP: `10.${(p >> 16) & 255}.${(p >> 8) & 255}.${p & 255}`,
      startTime: at,
      containerStatuses: containers.map((container) => ({
        name: (container as unknown as { name: string }).name,
        state: { running: { startedAt: at } },
        lastState: {},
        ready: true,
        restartCount: 0,
        image: 'registry.example.com/team/app:1.0.0',
        imageID: `registry.example.com/team/app@sha256:${'a'.repeat(64)}`,
        containerID: `containerd://${p.toString(16).padStart(64, '0')}`,
        started: true,
      })),
      qosClass: 'Burstable',
    },
  };
}

function podSpec(app: string, cpu: string): Json {
  const env = Array.from({ length: 12 }, (_, i) => ({ name: `SETTING_${i}`, value: `${app}-value-of-${i}` }));
  const probe = {
    httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
    periodSeconds: 10,
    timeoutSeconds: 1,
  };
  const container = (name: string): Json => ({
    name,
    image: `registry.example.com/team/${app}:1.0.0`,
    env,
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    resources: { requests: { cpu, memory: '256Mi' }, limits: { memory: '512Mi' } },
    readinessProbe: probe,
    livenessProbe: probe,
    lifecycle: { preStop: { exec: { command: ['sleep', '10'] } } },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  });
  return {
    containers: [container('main'), container('proxy')],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 60,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    securityContext: {},
    schedulerName: 'default-scheduler',
    tolerations: ['not-ready', 'unreachable'].map((reason) => ({
      key: `node.kubernetes.io/${reason}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
    topologySpreadConstraints: app.startsWith('app')
      ? [
          {
            maxSkew: 5,
            topologyKey: 'topology.kubernetes.io/zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app } },
          },
        ]
      : [],
  };
}

function template(d: number): Json {
  return { metadata: { labels: { app: `app-${d}` } }, spec: podSpec(`app-${d}`, '200m') };
}

function labelsOf(d: number): Readonly<Record<string, string>> {
  return {
    app: `app-${d}`,
    'app.kubernetes.io/part-of': `system-${d % 50}`,
    'pod-template-hash': '5d4f8c7b9',
  };
}

function namespaceOf(d: number): string {
  return `team-${d % NAMESPACES}`;
}

function nodeName(n: number): string {
  return `ip-10-${n >> 8}-${n & 255}-4.eu-west-1.compute.internal`;
}

/** Five letters, as the API server makes them. */
function suffix(p: number): string {
  return (p + 1_679_616).toString(36).slice(-5).padStart(5, 'b');
}

function meta(name: string, namespace?: string, uid = name): Json {
  const place = namespace === undefined ? {} : { namespace };
  return {
    name,
    ...place,
    uid: `${uid}-0000-4000-8000-000000000000`.slice(0, 36),
    resourceVersion: '123456',
    creationTimestamp: START,
  };
}

const TOKEN: Json = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  ],
  defaultMode: 420,
};

const MANAGED_FIELDS = ['kube-controller-manager', 'kubelet'].map((manager) => ({
  manager,
  operation: 'Update',
  apiVersion: 'v1',
  time: START,
  fieldsType: 'FieldsV1',
  fieldsV1: Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [
      `k:{"type":"Field${i}"}`,
      { '.': {}, 'f:lastProbeTime': {}, [`f:some-field-${i}`]: {} },
    ]),
  ),
}));
