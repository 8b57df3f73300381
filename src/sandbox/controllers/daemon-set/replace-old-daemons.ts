import { scaled } from '../int-or-percent.ts';
import { isAvailable, isTerminating, type Pod } from '../kinds/pod.ts';
import { fits, REVISION_LABEL } from './daemon-pod.ts';
import { makeDaemon, removeDaemon, type Daemons } from './daemons.ts';

/** Moves daemons to the present template: as many at a time as may be missing, or as may be there twice. */
export function replaceOldDaemons(daemons: Daemons): void {
  const { set } = daemons;
  if ((set.spec.updateStrategy?.type ?? 'RollingUpdate') !== 'RollingUpdate') return;
  const wanted = daemons.nodes.filter((node) => fits(set, node).run).length;
  const { maxSurge = 0, maxUnavailable = 1 } = set.spec.updateStrategy?.rollingUpdate ?? {};
  const surge = scaled(maxSurge, wanted, 'up');
  if (surge > 0) replaceWithSurge(daemons, surge);
  else replaceInPlace(daemons, Math.max(1, scaled(maxUnavailable, wanted, 'up')));
}

/** Old pods that serve nobody go at once; of the others only so many that not too many are missing. */
function replaceInPlace(daemons: Daemons, maxUnavailable: number): void {
  let missing = 0;
  const candidates: Pod[] = [];
  for (const node of daemons.nodes) {
    if (!fits(daemons.set, node).run) continue;
    const pod = (daemons.byNode.get(node.metadata.name) ?? []).find((one) => !isTerminating(one));
    const isServing = pod !== undefined && isServingNow(daemons, pod);
    if (!isServing) missing += 1;
    if (!pod || isNew(daemons, pod)) continue;
    if (isServing) candidates.push(pod);
    else removeDaemon(daemons, pod);
  }
  for (const pod of candidates.slice(0, Math.max(0, maxUnavailable - missing))) removeDaemon(daemons, pod);
}

/** The new pod is made beside the old one, which goes when the new one serves. */
function replaceWithSurge(daemons: Daemons, maxSurge: number): void {
  let doubled = 0;
  for (const node of daemons.nodes) {
    const pods = (daemons.byNode.get(node.metadata.name) ?? []).filter((pod) => !isTerminating(pod));
    const old = pods.find((pod) => !isNew(daemons, pod));
    const next = pods.find((pod) => isNew(daemons, pod));
    if (!old || !fits(daemons.set, node).run) continue;
    if (next && isServingNow(daemons, next)) removeDaemon(daemons, old);
    else if (next) doubled += 1;
    else if (!isServingNow(daemons, old)) removeDaemon(daemons, old);
    else if (doubled < maxSurge && makeDaemon(daemons, node.metadata.name)) doubled += 1;
  }
}

function isNew({ revision }: Daemons, { metadata }: Pod): boolean {
  return metadata.labels?.[REVISION_LABEL] === revision.hash;
}

function isServingNow({ context, set }: Daemons, pod: Pod): boolean {
  return isAvailable(pod, set.spec.minReadySeconds ?? 0, context.clock.now());
}
