import type { HorizontalPodAutoscaler } from '../../fleet/autoscaler.ts';
import type { Workload } from '../../fleet/workload.ts';
import { perFleet, type Fleet } from '../fleet.ts';

const byTarget = perFleet(
  (fleet) =>
    new Map(
      fleet
        .get('autoscalers')
        .map((autoscaler) => [
          `${autoscaler.spec.scaleTargetRef.kind}/${autoscaler.metadata.namespace ?? ''}/${autoscaler.spec.scaleTargetRef.name}`,
          autoscaler,
        ]),
    ),
);

/** The HorizontalPodAutoscaler that decides how many pods a workload has. */
export function autoscalerOf(
  fleet: Fleet,
  { kind, metadata }: Workload,
): HorizontalPodAutoscaler | undefined {
  return byTarget(fleet).get(`${kind}/${metadata.namespace ?? ''}/${metadata.name}`);
}
