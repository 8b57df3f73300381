import type { PreflightCheck } from '../preflight-check.ts';

export const launchConfiguration: PreflightCheck = {
  id: 'launch-configuration',
  number: 102,
  title: 'The group uses a launch configuration',
  why: 'It has no versions, so there is nothing to approve and nothing to go back to.',
  severities: ['blocker'],
  gate: false,
  needs: ['group'],

  inspect(fleet) {
    const { name, template } = fleet.get('group');
    if (template) return [];
    return [
      {
        severity: 'blocker',
        objects: [`AutoScalingGroup/${name}`],
        message: `${name} has no launch template.`,
        fix: `Make a launch template of its launch configuration, then: aws autoscaling update-auto-scaling-group --auto-scaling-group-name ${name} --launch-template LaunchTemplateId=lt-...,Version=1`,
      },
    ];
  },
};
