import { BEHAVIOUR_ANNOTATION, TRAFFIC_ANNOTATION } from './behaviour.ts';
import type { Stage } from './stage.ts';

const LABELS = { 'k8s-app': 'kube-dns' };

/** CoreDNS as EKS ships it: two replicas, a lame-duck period of its own instead of a preStop, a budget. */
export function addCoreDns({ cluster }: Stage): void {
  cluster.create('deployments.apps', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'kube-system', name: 'coredns', labels: LABELS },
    spec: { replicas: 2, selector: { matchLabels: LABELS }, template: template() },
  });
  cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'kube-system', name: 'kube-dns', annotations: { [TRAFFIC_ANNOTATION]: '50' } },
    spec: { selector: LABELS, ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }] },
  });
  cluster.create('poddisruptionbudgets.policy', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { namespace: 'kube-system', name: 'coredns' },
    spec: { maxUnavailable: 1, selector: { matchLabels: LABELS } },
  });
}

function template(): object {
  const behaviour = { startSeconds: 2, onSigterm: 'drain', lameDuckSeconds: 5, drainSeconds: 1 };
  return {
    metadata: { labels: LABELS, annotations: { [BEHAVIOUR_ANNOTATION]: JSON.stringify(behaviour) } },
    spec: {
      priorityClassName: 'system-cluster-critical',
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [apart()] } },
      containers: [
        {
          name: 'coredns',
          image: 'registry.example/eks/coredns:v1.11.4',
          ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }],
          readinessProbe: { httpGet: { path: '/ready', port: 8181 } },
          resources: { requests: { cpu: '100m', memory: '70Mi' } },
        },
      ],
    },
  };
}

function apart(): object {
  const labelSelector = { matchLabels: LABELS };
  return { weight: 100, podAffinityTerm: { labelSelector, topologyKey: 'kubernetes.io/hostname' } };
}
