import { strandedCheck } from './stranded-check.ts';

/** Symmetric: the terms of pods that are there count as well as its own, and by the whole domain, not the node alone. */
export const antiaffinitySaturated = strandedCheck({
  id: 'antiaffinity-saturated',
  number: 60,
  title: 'Required anti-affinity leaves no node free',
  why: 'With one pod on every node there is nowhere to go; one more eligible node is enough.',
  by: 'anti-affinity',
  because: 'required pod anti-affinity keeps it off every node with room',
  fix: 'Raise the surge so that a free node is there first, or use preferred instead of required anti-affinity.',
});
