import { isTerminating } from '../kinds/pod.ts';
import { ordinalRange, REVISION_LABEL } from './identity.ts';
import { isHealthy, removeMember, type Members } from './members.ts';

/** Takes away one member that has not the present template, from the end; it comes back with it. */
export function replaceOutdated(members: Members): void {
  const { set, update, byOrdinal } = members;
  if ((set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'OnDelete') return;
  const { first, end } = ordinalRange(set);
  const least = first + (set.spec.updateStrategy?.rollingUpdate?.partition ?? 0);
  for (let ordinal = end - 1; ordinal >= least; ordinal--) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) return;
    if (pod.metadata.labels?.[REVISION_LABEL] !== update.name && !isTerminating(pod)) {
      removeMember(members, pod);
      return;
    }
    if (!isHealthy(pod)) return;
  }
}
