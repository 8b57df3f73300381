import { classifyPod } from '../../drain/classify-pod.ts';
import { NEEDS_PODS, podName, targetPods } from '../facts/moving-pods.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Static pods and finished ones are not meant; neither are pods that an operator owns. */
export const barePod: PreflightCheck = {
  id: 'bare-pod',
  number: 27,
  title: 'A pod has no controller',
  why: 'Evicted, it is gone for ever: nobody makes it again.',
  severities: ['blocker'],
  gate: true,
  needs: NEEDS_PODS,

  inspect(fleet) {
    return targetPods(fleet)
      .filter((pod) => classifyPod(pod) === 'bare')
      .map((pod) => ({
        severity: 'blocker',
        objects: [podName(pod), `Node/${pod.spec.nodeName ?? ''}`],
        message: `${podName(pod)} on ${pod.spec.nodeName ?? ''} has no controller that would make it again.`,
        fix: `Wrap it in a Deployment or a Job; or, if nobody needs it any more: kubectl -n ${pod.metadata.namespace ?? ''} delete pod ${pod.metadata.name}`,
      }));
  },
};
