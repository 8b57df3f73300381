import { strandedCheck } from './stranded-check.ts';

/** Needs more pods than other nodes can take evenly: with one empty surge node it mostly goes well. */
export const spreadGhost = strandedCheck({
  id: 'spread-ghost',
  number: 58,
  title: 'A hard topology spread counts the node that is being emptied',
  why: 'A cordoned, empty node still is a domain with no pods, so others may not take one more until it is gone, and it does not go before its pods run elsewhere.',
  by: 'ghost',
  because: 'until it is gone, the empty node counts as a domain of a hard topology spread',
  fix: 'Set nodeTaintsPolicy: Honor in its topologySpreadConstraint (then a cordoned node does not count), or whenUnsatisfiable: ScheduleAnyway, or raise the surge.',
});
