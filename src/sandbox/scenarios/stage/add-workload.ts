import { BEHAVIOUR_ANNOTATION, TRAFFIC_ANNOTATION } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import type { Stage } from './stage.ts';

export interface WorkloadDraft {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  readonly cpu?: string;
  readonly memory?: string;
  /** Seconds of preStop sleep; 0: none. */
  readonly preStopSeconds?: number;
  readonly graceSeconds?: number;
  readonly behaviour?: Behaviour;
  /** Requests a second of world time; 0: no Service. */
  readonly requestsPerSecond?: number;
  /** A budget beside it. */
  readonly budget?: { readonly minAvailable?: number | string; readonly maxUnavailable?: number | string };
  /** GiB of a volume of its own for each pod of a StatefulSet. */
  readonly volumeGiB?: number;
}

/** A Deployment as careful teams write it: readiness, preStop, spread, a budget, a Service. */
export function addDeployment(stage: Stage, draft: WorkloadDraft): void {
  const { cluster } = stage;
  cluster.create('deployments.apps', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: draft.namespace, name: draft.name, labels: labelsOf(draft) },
    spec: {
      replicas: draft.replicas,
      selector: { matchLabels: labelsOf(draft) },
      template: podTemplate(draft),
    },
  });
  addAround(stage, draft);
}

/** A StatefulSet with a volume for each pod: its pods are bound to the zone of their volume. */
export function addStatefulSet(stage: Stage, draft: WorkloadDraft): void {
  const { cluster } = stage;
  const template = podTemplate(draft);
  cluster.create('statefulsets.apps', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { namespace: draft.namespace, name: draft.name, labels: labelsOf(draft) },
    spec: {
      replicas: draft.replicas,
      serviceName: draft.name,
      selector: { matchLabels: labelsOf(draft) },
      template,
      ...(draft.volumeGiB ? { volumeClaimTemplates: [claimTemplate(draft.volumeGiB)] } : {}),
    },
  });
  addAround(stage, draft);
}

/** A DaemonSet of the system: network and proxy agents that every node runs. */
export function addDaemonSet({ cluster }: Stage, name: string): void {
  const labels = { app: name };
  cluster.create('daemonsets.apps', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { namespace: 'kube-system', name, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: {
          labels,
          annotations: { [BEHAVIOUR_ANNOTATION]: JSON.stringify({ startSeconds: 2, onSigterm: 'exit' }) },
        },
        spec: {
          priorityClassName: 'system-node-critical',
          hostNetwork: true,
          // As on a real cluster: a Node object that no machine stands behind has no operating system to run agents on.
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ operator: 'Exists' }],
          containers: [
            {
              name,
              image: `registry.example/${name}:v1`,
              resources: { requests: { cpu: '25m', memory: '64Mi' } },
            },
          ],
        },
      },
    },
  });
}

function podTemplate(draft: WorkloadDraft): object {
  const { preStopSeconds = 8, graceSeconds = 40 } = draft;
  return {
    metadata: {
      labels: labelsOf(draft),
      annotations: {
        [BEHAVIOUR_ANNOTATION]: JSON.stringify({ onSigterm: 'drain', drainSeconds: 2, ...draft.behaviour }),
      },
    },
    spec: {
      terminationGracePeriodSeconds: graceSeconds,
      topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(
        (topologyKey) => ({
          maxSkew: 1,
          topologyKey,
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: labelsOf(draft) },
        }),
      ),
      containers: [
        {
          name: draft.name,
          image: `registry.example/${draft.namespace}/${draft.name}:2026.11`,
          ports: [{ name: 'http', containerPort: 8080 }],
          readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 2 },
          resources: { requests: { cpu: draft.cpu ?? '250m', memory: draft.memory ?? '256Mi' } },
          ...(preStopSeconds > 0 ? { lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } } } : {}),
          ...(draft.volumeGiB ? { volumeMounts: [{ name: 'data', mountPath: '/data' }] } : {}),
        },
      ],
    },
  };
}

function claimTemplate(gib: number): object {
  return {
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'gp3',
      resources: { requests: { storage: `${gib}Gi` } },
    },
  };
}

function addAround({ cluster }: Stage, draft: WorkloadDraft): void {
  const { namespace, name, requestsPerSecond = 20, budget } = draft;
  if (requestsPerSecond > 0) {
    cluster.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name, annotations: { [TRAFFIC_ANNOTATION]: String(requestsPerSecond) } },
      spec: { selector: labelsOf(draft), ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    });
  }
  if (!budget) return;
  cluster.create('poddisruptionbudgets.policy', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { namespace, name },
    spec: { ...budget, selector: { matchLabels: labelsOf(draft) } },
  });
}

function labelsOf({ name }: WorkloadDraft): Record<string, string> {
  return { app: name };
}
