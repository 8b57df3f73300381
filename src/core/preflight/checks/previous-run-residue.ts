import { isCordoned } from '../../fleet/node.ts';
import { countOf } from '../facts/words.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

const ROLLOUT_KEY = 'drover.dev/rollout';
const RETIRING = 'drover.dev/retiring';

/** Keys with other names are not ours. */
export const previousRunResidue: PreflightCheck = {
  id: 'previous-run-residue',
  number: 121,
  title: 'Marks of an earlier rollout are left',
  why: 'It was not brought to its end: its surge, its cordons and its template may still stand.',
  severities: ['blocker'],
  gate: false,
  needs: ['nodes'],
  uses: ['group'],

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    const nodes = fleet
      .get('nodes')
      .filter(({ metadata }) => targets.has(metadata.name))
      .filter(
        (node) =>
          (isCordoned(node) && node.metadata.annotations?.[ROLLOUT_KEY] !== undefined) ||
          node.spec?.taints?.some(({ key }) => key === RETIRING),
      );
    const group = fleet.find('group');
    const tag = group?.tags[ROLLOUT_KEY];
    if (nodes.length === 0 && tag === undefined) return [];
    const rollout = tag ?? nodes[0]?.metadata.annotations?.[ROLLOUT_KEY] ?? 'an unknown rollout';
    const places = [
      ...(tag === undefined ? [] : ['the group']),
      ...(nodes.length > 0 ? [countOf(nodes.length, 'node')] : []),
    ];
    const observation: Observation = {
      severity: 'blocker',
      objects: [
        ...(group && tag !== undefined ? [`AutoScalingGroup/${group.name}`] : []),
        ...nodes.map(({ metadata }) => `Node/${metadata.name}`),
      ],
      message: `Marks of ${rollout} are left on ${places.join(' and ')}.`,
      fix: 'Resume or abort that rollout; if it is long over, take the marks off: uncordon the nodes, remove the taint drover.dev/retiring and the tags drover.dev/*.',
    };
    return [observation];
  },
};
