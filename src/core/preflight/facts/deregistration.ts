import { perFleet } from '../fleet.ts';

/** What load balancers wait before they let go of a target, unless told otherwise. */
const DEREGISTRATION_SECONDS = 300;

/**
 * Until load balancers have let go of a node that their controller takes out. Target groups of the Auto Scaling group
 * itself cost nothing: they let go while the instance ends, and its successor boots meanwhile.
 */
export const deregistrationSeconds = perFleet((fleet): number => {
  const byNode = (fleet.find('targetGroupBindings') ?? []).filter(({ spec }) => spec.targetType !== 'ip');
  const groups = fleet.find('targetGroups') ?? [];
  const delays = byNode.map(
    ({ spec }) =>
      groups.find(({ arn }) => arn === spec.targetGroupARN)?.deregistrationSeconds ?? DEREGISTRATION_SECONDS,
  );
  return Math.max(0, ...delays);
});
