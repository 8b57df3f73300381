import { matchesTerm } from '../node-selection.ts';
import { upToHundred, type Score } from '../score.ts';

export const nodeAffinityScore: Score = {
  name: 'NodeAffinity',
  weight: 2,
  rate({ spec }, nodes) {
    const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (preferred.length === 0) return undefined;
    return upToHundred(
      nodes.map((node) =>
        preferred
          .filter(({ preference }) => matchesTerm(preference, node))
          .reduce((sum, { weight }) => sum + weight, 0),
      ),
    );
  },
};
