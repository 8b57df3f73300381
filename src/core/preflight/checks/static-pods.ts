import { isMirror } from '../../fleet/pod.ts';
import { NEEDS_PODS, podName, targetPods } from '../facts/moving-pods.ts';
import { countOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** kube-proxy as a static pod comes with the image on some systems. */
export const staticPods: PreflightCheck = {
  id: 'static-pods',
  number: 80,
  title: 'Static pods end with their node',
  why: 'No API knows how to make them again; they come back only if the next instance brings them.',
  severities: ['info'],
  gate: false,
  needs: NEEDS_PODS,

  inspect(fleet) {
    const pods = targetPods(fleet).filter(isMirror);
    if (pods.length === 0) return [];
    return [
      {
        severity: 'info',
        objects: pods.map(podName),
        message: `${countOf(pods.length, 'static pod')} will end with the nodes.`,
        fix: 'Make sure that the launch template puts their manifests onto new instances.',
      },
    ];
  },
};
