import { strandedCheck } from './stranded-check.ts';

/** Only the same protocol and an overlapping address conflict; 0.0.0.0 overlaps all. */
export const hostportConflict = strandedCheck({
  id: 'hostport-conflict',
  number: 64,
  title: 'A host port is taken on every other node',
  why: 'Two pods with one host port cannot share a node.',
  by: 'host-port',
  because: 'its host port is in use on every node with room',
  fix: 'Use a Service instead of a host port, or keep one node more than there are pods.',
});
