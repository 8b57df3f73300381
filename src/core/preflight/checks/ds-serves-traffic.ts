import { isDaemonSetPod } from '../../fleet/pod.ts';
import { targetPods } from '../facts/moving-pods.ts';
import { NEEDS_EXPOSURE } from '../facts/exposure.ts';
import { byRoot } from '../facts/roots.ts';
import { servesTraffic, servicesOf } from '../facts/services.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Agents of logs and metrics have Services too, but nobody waits for them; what comes with the cluster is known. */
export const dsServesTraffic: PreflightCheck = {
  id: 'ds-serves-traffic',
  number: 79,
  title: 'A DaemonSet answers requests',
  why: 'A drain leaves its pods alone: they end with the instance, in the middle of whatever they do.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_EXPOSURE,

  inspect(fleet) {
    const daemons = targetPods(fleet).filter(
      (pod) => isDaemonSetPod(pod) && pod.metadata.namespace !== 'kube-system',
    );
    return byRoot(fleet, daemons).flatMap(({ root, pods }) => {
      const [pod] = pods;
      const services = pod ? servicesOf(fleet, pod).filter(servesTraffic) : [];
      const external = services.some(({ spec }) => spec.type === 'NodePort' || spec.type === 'LoadBalancer');
      const hostPort = pod?.spec.containers.some(({ ports = [] }) =>
        ports.some((port) => (port.hostPort ?? 0) > 0),
      );
      if (!external && !(hostPort && services.length > 0)) return [];
      return {
        severity: 'warning',
        objects: [
          root.ref,
          ...services.map(({ metadata }) => `Service/${metadata.namespace ?? ''}/${metadata.name}`),
        ],
        message: `${root.ref} answers requests from outside on every node, and a drain does not evict it.`,
        fix: 'drover takes the node out of its load balancers first; give the pods a preStop hook for what comes another way.',
      };
    });
  },
};
