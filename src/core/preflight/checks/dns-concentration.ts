import { isPodReady } from '../../fleet/pod.ts';
import { podsByNamespace } from '../facts/moving-pods.ts';
import { NEEDS_PODS } from '../facts/moving-pods.ts';
import type { PreflightCheck } from '../preflight-check.ts';

const DNS_LABEL = 'k8s-app';
const DNS_VALUE = 'kube-dns';

/** Two pods on two nodes, as CoreDNS is shipped, is fine. NodeLocal DNSCache runs everywhere and is not meant. */
export const dnsConcentration: PreflightCheck = {
  id: 'dns-concentration',
  number: 41,
  title: 'Cluster DNS hangs on one node',
  why: 'When it moves, no name is found anywhere in the cluster for some seconds.',
  severities: ['blocker', 'warning'],
  gate: true,
  needs: NEEDS_PODS,

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    const all = (podsByNamespace(fleet).get('kube-system') ?? []).filter(
      ({ metadata }) => metadata.labels?.[DNS_LABEL] === DNS_VALUE,
    );
    const ready = all.filter(isPodReady);
    const nodes = [...new Set(ready.map(({ spec }) => spec.nodeName ?? ''))];
    const here = nodes.filter((node) => targets.has(node));
    if (all.length === 0 || here.length === 0) return [];
    if (ready.length >= 2 && nodes.length >= 2) return [];
    return [
      {
        severity: ready.length < 2 ? 'blocker' : 'warning',
        objects: ['Deployment/kube-system/coredns', ...here.map((node) => `Node/${node}`)],
        message:
          ready.length < 2
            ? `Only ${ready.length} DNS pod is Ready, and it is on ${here[0]}.`
            : `All ${ready.length} DNS pods are on ${here[0]}.`,
        fix: 'Run two DNS pods on two nodes: kubectl -n kube-system scale deployment coredns --replicas=2, and move one of them.',
      },
    ];
  },
};
