import { strandedCheck } from './stranded-check.ts';

/** Several volumes must all reach the node; the terms of one volume are alternatives. */
export const pvZoneStranded = strandedCheck({
  id: 'pv-zone-stranded',
  number: 45,
  title: 'A volume has no node with room in its zone',
  why: 'An EBS volume lives in one zone; its pod can start nowhere else.',
  by: 'volume',
  because: 'no node that its volumes reach has room for it',
  fix: 'Add a node in the zone of the volume (raise the surge until every zone gets one), or make room there.',
});
