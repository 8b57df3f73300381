import type { PreflightCheck } from '../preflight-check.ts';

const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type';

const WORDS: Readonly<Record<string, string>> = {
  fargate: 'runs on Fargate: restart its pod, and it comes back on a patched host',
  auto: 'belongs to EKS Auto Mode: AWS replaces it by itself',
  hybrid: 'is a hybrid node: it is patched where it stands',
};

export const fargateOrAuto: PreflightCheck = {
  id: 'fargate-or-auto',
  number: 84,
  title: 'A node cannot be patched this way',
  why: 'There is no instance of ours under it.',
  severities: ['blocker'],
  gate: false,
  needs: ['nodes'],

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    return fleet.get('nodes').flatMap(({ metadata }) => {
      const words = WORDS[metadata.labels?.[COMPUTE_TYPE] ?? ''];
      if (!targets.has(metadata.name) || !words) return [];
      return {
        severity: 'blocker',
        objects: [`Node/${metadata.name}`],
        message: `${metadata.name} ${words}.`,
        fix: 'Leave it out of the node group that drover patches.',
      };
    });
  },
};
