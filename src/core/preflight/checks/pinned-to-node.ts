import { strandedCheck } from './stranded-check.ts';

/** A local volume pins its pod too, but by the volume: that is another check. */
export const pinnedToNode = strandedCheck({
  id: 'pinned-to-node',
  number: 61,
  title: 'A pod is tied to the name of a node',
  why: 'The node goes, and the one that comes has another name.',
  by: 'hostname',
  because: 'its nodeSelector or node affinity names that very node',
  fix: 'Tie it to a label of the node group instead of kubernetes.io/hostname.',
});
