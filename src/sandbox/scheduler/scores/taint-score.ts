import { upToHundred, type Score } from '../score.ts';
import { tolerates } from '../tolerations.ts';

/** Nodes with fewer soft taints that the pod does not tolerate come first. */
export const taintScore: Score = {
  name: 'TaintToleration',
  weight: 3,
  rate({ spec }, nodes) {
    const disliked = nodes.map(
      ({ node }) =>
        (node.spec.taints ?? []).filter(
          (taint) => taint.effect === 'PreferNoSchedule' && !tolerates(spec.tolerations, taint),
        ).length,
    );
    return upToHundred(disliked).map((points) => 100 - points);
  },
};
