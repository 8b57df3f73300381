import type { PreflightCheck } from '../preflight-check.ts';

/** drover pins the approved version for the rollout. */
export const ltFloating: PreflightCheck = {
  id: 'lt-floating',
  number: 100,
  title: "The group launches whatever its template's newest version is",
  why: 'An instance that starts outside a rollout may run something nobody has approved.',
  severities: ['info'],
  gate: false,
  needs: ['group', 'release'],

  inspect(fleet) {
    const { name, template } = fleet.get('group');
    if (template?.version !== '$Latest' && template?.version !== '$Default') return [];
    return [
      {
        severity: 'info',
        objects: [`AutoScalingGroup/${name}`, `LaunchTemplate/${template.name}`],
        message: `${name} launches ${template.version} of ${template.name}; the rollout sets version ${fleet.get('release').templateVersion} and the group keeps it.`,
        fix: "Pin a version number in the group's definition, so that it does not change by itself.",
      },
    ];
  },
};
