import type { Pod } from '../controllers/kinds/pod.ts';

const OUR_NAME = 'default-scheduler';

/** Pods of other schedulers are never looked at; gated ones wait until their gates are gone. */
export function isOursToPlace(pod: Pod): boolean {
  return isOurs(pod) && !isGated(pod);
}

export function isOurs({ spec }: Pod): boolean {
  return (spec.schedulerName ?? OUR_NAME) === OUR_NAME;
}

function isGated({ spec }: Pod): boolean {
  return (spec.schedulingGates ?? []).length > 0;
}
