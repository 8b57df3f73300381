import type { Service } from '../../fleet/service.ts';
import type { TargetGroup } from '../../fleet/target-group.ts';
import type { Fleet } from '../fleet.ts';

/** The target groups that send requests to the pods of these Services. */
export function targetGroupsOf(fleet: Fleet, services: readonly Service[]): readonly TargetGroup[] {
  const arns = fleet
    .get('targetGroupBindings')
    .filter(({ metadata, spec }) =>
      services.some(
        (service) =>
          service.metadata.namespace === metadata.namespace && service.metadata.name === spec.serviceRef.name,
      ),
    )
    .map(({ spec }) => spec.targetGroupARN);
  return fleet.get('targetGroups').filter(({ arn }) => arns.includes(arn));
}
