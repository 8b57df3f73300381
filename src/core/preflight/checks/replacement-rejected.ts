import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

export const replacementRejected: PreflightCheck = {
  id: 'replacement-rejected',
  number: 37,
  title: 'A replacement would be refused',
  why: 'A policy, a quota or a missing account that came after the pod refuses the next one.',
  severities: ['blocker'],
  gate: false,
  needs: [...NEEDS_WORKLOADS, 'admission'],

  inspect(fleet) {
    const answers = new Map(fleet.get('admission').map((each) => [each.ref, each]));
    return movingRoots(fleet).flatMap(({ root }): Observation[] => {
      const answer = answers.get(root.ref);
      if (answer?.answer === 'unknown') {
        return [
          {
            reason: `whether ${root.ref} may start a new pod could not be tried: ${answer.message ?? ''}`,
            objects: [root.ref],
          },
        ];
      }
      if (answer?.answer !== 'refused') return [];
      return [
        {
          severity: 'blocker',
          objects: [root.ref],
          message: `A new pod of ${root.ref} would be refused: ${answer.message ?? 'no reason given'}`,
          fix: 'Change its template, or ask for an exception from the policy.',
        },
      ];
    });
  },
};
