import type { HorizontalPodAutoscaler } from '../../../src/core/fleet/autoscaler.ts';

/** An autoscaler of a Deployment of namespace `shop`. */
export function anAutoscaler(
  name: string,
  spec: { readonly minReplicas: number; readonly maxReplicas: number },
  status: NonNullable<HorizontalPodAutoscaler['status']> = {},
): HorizontalPodAutoscaler {
  return {
    metadata: { name, namespace: 'shop', uid: `uid-hpa-${name}` },
    spec: { ...spec, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } },
    status,
  };
}
