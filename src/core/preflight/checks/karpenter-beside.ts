import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

const NODEPOOL = 'karpenter.sh/nodepool';

/** Nodes of the group itself that are Karpenter's are another check's: that one refuses. */
export const karpenterBeside: PreflightCheck = {
  id: 'karpenter-beside',
  number: 99,
  title: 'Karpenter runs nodes beside this group',
  why: 'It may move pods that drover has just moved, to consolidate its nodes.',
  severities: ['info'],
  gate: false,
  needs: ['nodes'],

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    const pools = fleet
      .get('nodes')
      .filter(({ metadata }) => !targets.has(metadata.name))
      .flatMap(({ metadata }) => metadata.labels?.[NODEPOOL] ?? []);
    if (pools.length === 0) return [];
    const names = [...new Set(pools)].toSorted();
    return [
      {
        severity: 'info',
        objects: names.map((name) => `NodePool/${name}`),
        message: `${pools.length} nodes belong to Karpenter (${listOf(names)}) and may take pods of this group.`,
        fix: 'Nothing has to be done; a NodePool budget of 0 for the time of the rollout keeps it still.',
      },
    ];
  },
};
