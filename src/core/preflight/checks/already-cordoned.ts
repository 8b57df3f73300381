import { isCordoned, type Node } from '../../fleet/node.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Taints by which others mark a node that they are about to take. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^ToBeDeletedByClusterAutoscaler$/, 'the cluster autoscaler'],
  [/^karpenter\.sh\//, 'Karpenter'],
  [/^aws-node-termination-handler\//, 'the node termination handler'],
];

/** What drover has cordoned itself carries its annotation and is another check's. */
export const alreadyCordoned: PreflightCheck = {
  id: 'already-cordoned',
  number: 75,
  title: 'Somebody else has cordoned a node',
  why: 'Whoever did it meant something; such a node takes no pods, and drover leaves it out and never uncordons it.',
  severities: ['warning'],
  gate: false,
  needs: ['nodes'],

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    return fleet
      .get('nodes')
      .filter((node) => isCordoned(node) && node.metadata.annotations?.['drover.dev/rollout'] === undefined)
      .map((node) => {
        const { name } = node.metadata;
        const here = targets.has(name);
        return {
          severity: 'warning',
          objects: [`Node/${name}`],
          message: `${name} is cordoned${byWhom(node)}${here ? ': the rollout leaves it out' : ', so no pod moves there'}.`,
          fix: `Ask who did it; if it is forgotten: kubectl uncordon ${name}`,
        };
      });
  },
};

function byWhom({ spec }: Node): string {
  const taints = (spec?.taints ?? []).map(({ key }) => key);
  const actor = OTHERS.find(([pattern]) => taints.some((key) => pattern.test(key)));
  return actor ? ` by ${actor[1]}` : '';
}
