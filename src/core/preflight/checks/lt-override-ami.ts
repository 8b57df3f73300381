import type { PreflightCheck } from '../preflight-check.ts';

export const ltOverrideAmi: PreflightCheck = {
  id: 'lt-override-ami',
  number: 101,
  title: 'Some instance types of the group use a template of their own',
  why: 'They would go on booting the old image: the group would be patched in part.',
  severities: ['blocker'],
  gate: false,
  needs: ['group'],

  inspect(fleet) {
    const { name, overrideTemplates } = fleet.get('group');
    if (overrideTemplates.length === 0) return [];
    return [
      {
        severity: 'blocker',
        objects: [
          `AutoScalingGroup/${name}`,
          ...overrideTemplates.map((template) => `LaunchTemplate/${template}`),
        ],
        message: `The mixed instances policy of ${name} names other templates: ${overrideTemplates.join(', ')}.`,
        fix: 'Let the overrides name instance types alone, so that all launch from the one template.',
      },
    ];
  },
};
