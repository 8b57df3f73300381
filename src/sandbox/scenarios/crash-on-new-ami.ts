import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';

/** Ends halted at the first node, with every workload as ready as before. */
export const crashOnNewAmi: Scenario = {
  name: 'crash-on-new-ami',
  title: 'A workload crashes on the new image',
  about:
    'shop/web does not run on the new image. drover sees it crash on the first patched node, halts, and brings its pods back.',
  newImage: { crashes: { matchLabels: { app: 'web' }, afterMs: 3_000 } },
  build: addOrdinaryCluster,
  expected: { outcome: 'halted', replaced: 0, says: ['shop/web'], workloadsRestored: true },
  minutesMax: 120,
};
