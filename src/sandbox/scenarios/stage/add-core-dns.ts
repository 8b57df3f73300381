import { BEHAVIOUR_ANNOTATION, TRAFFIC_ANNOTATION } from './behaviour.ts';
import type { Stage } from './stage.ts';

/** CoreDNS as EKS ships it: two replicas, a lame-duck period of its own instead of a preStop, a budget. */
export function addCoreDns({ cluster }: Stage): void {
  const labels = { 'k8s-app': 'kube-dns' };
  cluster.create('deployments.apps', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'kube-system', name: 'coredns', labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          annotations: {
            [BEHAVIOUR_ANNOTATION]: JSON.stringify({
              startSeconds: 2,
              onSigterm: 'drain',
              lameDuckSeconds: 5,
              drainSeconds: 1,
            }),
          },
        },
        spec: {
          priorityClassName: 'system-cluster-critical',
          tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                {
                  weight: 100,
                  podAffinityTerm: {
                    labelSelector: { matchLabels: labels },
                    topologyKey: 'kubernetes.io/hostname',
                  },
                },
              ],
            },
          },
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
      },
    },
  });
  cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'kube-system', name: 'kube-dns', annotations: { [TRAFFIC_ANNOTATION]: '50' } },
    spec: { selector: labels, ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }] },
  });
  cluster.create('poddisruptionbudgets.policy', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { namespace: 'kube-system', name: 'coredns' },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  });
}
