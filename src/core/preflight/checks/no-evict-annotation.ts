import type { Pod } from '../../fleet/pod.ts';
import { movingPods, podName } from '../facts/moving-pods.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { countOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/**
 * These annotations bind other tools, not the API, so drover asks a person. A duration of Karpenter's is taken as an
 * objection whatever its age: the owner has meant something by it.
 */
export const noEvictAnnotation: PreflightCheck = {
  id: 'no-evict-annotation',
  number: 31,
  title: 'The owner of a pod asks not to evict it',
  why: 'Somebody has marked it for other tools: what would be lost by moving it, only its owner knows.',
  severities: ['blocker', 'info'],
  gate: false,
  waivable: true,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    const marked = movingPods(fleet).filter((pod) => objectionOf(pod) !== undefined);
    return byRoot(fleet, marked).map(({ root, pods }) => {
      const [pod] = pods;
      const objection = pod && objectionOf(pod);
      return {
        severity: pods.every((each) => objectionOf(each)?.weak) ? 'info' : 'blocker',
        objects: [root.ref, ...pods.map(podName)],
        message: `${countOf(pods.length, 'pod')} of ${root.ref} carry the annotation ${objection?.text ?? ''}.`,
        fix: 'Ask the owner; then take the annotation off for the rollout.',
      };
    });
  },
};

interface Objection {
  readonly text: string;
  /** A wish, not a refusal. */
  readonly weak: boolean;
}

function objectionOf({ metadata }: Pod): Objection | undefined {
  const { annotations = {} } = metadata;
  const karpenter = annotations['karpenter.sh/do-not-disrupt'];
  if (karpenter === 'true' || /^(\d+(h|m|s))+$/.test(karpenter ?? '')) {
    return { text: `karpenter.sh/do-not-disrupt: ${karpenter}`, weak: false };
  }
  if (annotations['cluster-autoscaler.kubernetes.io/safe-to-evict'] === 'false') {
    return { text: 'cluster-autoscaler.kubernetes.io/safe-to-evict: false', weak: false };
  }
  const descheduler = 'descheduler.alpha.kubernetes.io/prefer-no-eviction';
  return descheduler in annotations ? { text: descheduler, weak: true } : undefined;
}
