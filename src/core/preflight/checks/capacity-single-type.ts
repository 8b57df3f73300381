import type { PreflightCheck } from '../preflight-check.ts';

export const capacitySingleType: PreflightCheck = {
  id: 'capacity-single-type',
  number: 108,
  title: 'The group knows one instance type alone',
  why: 'No API tells in advance whether AWS has one left in a zone; the first launch is the only proof.',
  severities: ['info'],
  gate: false,
  needs: ['group', 'instances'],

  inspect(fleet) {
    const { name, mixed } = fleet.get('group');
    const types = [...new Set(fleet.get('instances').map(({ instanceType }) => instanceType))];
    if (mixed || types.length !== 1) return [];
    return [
      {
        severity: 'info',
        objects: [`AutoScalingGroup/${name}`],
        message: `${name} launches ${types[0]} alone; nothing is drained before AWS has given one.`,
        fix: 'Nothing has to be done; further types in a mixed instances policy make it surer.',
      },
    ];
  },
};
