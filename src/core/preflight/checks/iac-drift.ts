import type { PreflightCheck } from '../preflight-check.ts';

const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^aws:cloudformation:stack-name$/, 'CloudFormation'],
  [/^(terraform|tf[-_:]|managed[-_]by$)/i, 'infrastructure code'],
  [/^pulumi/i, 'Pulumi'],
];

export const iacDrift: PreflightCheck = {
  id: 'iac-drift',
  number: 112,
  title: 'The group is defined in code elsewhere',
  why: 'Its next run sets the template version that it knows, and new nodes boot the old image again.',
  severities: ['info'],
  gate: false,
  needs: ['group', 'release'],

  inspect(fleet) {
    const { name, tags } = fleet.get('group');
    const found = Object.entries(tags).find(([key]) => MAKERS.some(([pattern]) => pattern.test(key)));
    if (!found) return [];
    const [key, value] = found;
    const maker = MAKERS.find(([pattern]) => pattern.test(key))?.[1] ?? '';
    return [
      {
        severity: 'info',
        objects: [`AutoScalingGroup/${name}`],
        message: `${name} comes from ${maker} (${key}: ${value}).`,
        fix: `Set the image ${fleet.get('release').imageId} or version ${fleet.get('release').templateVersion} there too.`,
      },
    ];
  },
};
