import { NEEDS_REHEARSAL, rehearsalOf, USES_REHEARSAL } from '../facts/rehearsal.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** A few pods that move twice are no matter. preflight.md, check 73. */
const MOVES_MAX = 1.05;

export const movesTwice: PreflightCheck = {
  id: 'moves-twice',
  number: 73,
  title: 'Pods will move more than once',
  why: 'The new nodes have no room for all, so some land on nodes that are drained later.',
  severities: ['info'],
  gate: false,
  needs: NEEDS_REHEARSAL,
  uses: USES_REHEARSAL,

  inspect(fleet, policy) {
    const moved = rehearsalOf(fleet, policy).rehearsal.nodes.flatMap(({ moves }) =>
      moves.map(({ pod }) => pod.metadata.uid),
    );
    const average = moved.length / Math.max(1, new Set(moved).size);
    if (average <= MOVES_MAX) return [];
    return [
      {
        severity: 'info',
        objects: [`NodeGroup/${fleet.snapshot.nodeGroup}`],
        message: `Each pod moves ${average.toFixed(2)} times on average.`,
        fix: 'Raise the surge: with more new nodes first, each pod moves once.',
      },
    ];
  },
};
