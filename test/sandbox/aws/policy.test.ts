import { describe, expect, it } from 'vitest';
import type { ConditionKeys } from '../../../src/sandbox/aws/iam/authorization.ts';
import { conditionsHold } from '../../../src/sandbox/aws/iam/condition.ts';
import { evaluate } from '../../../src/sandbox/aws/iam/evaluate.ts';
import type { PolicyStatement } from '../../../src/sandbox/aws/iam/policy.ts';
import { matchesArn, matchesWildcard } from '../../../src/sandbox/aws/iam/wildcard.ts';

const GROUP = 'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:uuid:autoScalingGroupName/workers';

function decide(
  statements: PolicyStatement[],
  action = 'autoscaling:SetDesiredCapacity',
  arn = GROUP,
  tags: Record<string, string> = {},
  common: ConditionKeys = {},
): string {
  const decision = evaluate([{ Statement: statements }], { action, resources: [{ arn, tags }] }, common);
  if (decision.kind === 'allowed') return 'allowed';
  return decision.explicit ? 'explicitly denied' : 'not allowed';
}

describe('wildcards', () => {
  it('stand for any characters and for exactly one', () => {
    expect(matchesWildcard('autoscaling:Set*', 'autoscaling:SetDesiredCapacity')).toBe(true);
    expect(matchesWildcard('i-?', 'i-1')).toBe(true);
    expect(matchesWildcard('i-?', 'i-12')).toBe(false);
    expect(matchesWildcard('a.c', 'abc')).toBe(false);
  });

  it('of an ARN do not reach over a colon of its first five parts', () => {
    expect(matchesArn('arn:aws:autoscaling:*:autoScalingGroupName/workers', GROUP)).toBe(false);
    expect(
      matchesArn('arn:aws:autoscaling:us-east-1:*:autoScalingGroup:*:autoScalingGroupName/*', GROUP),
    ).toBe(true);
    expect(matchesArn('arn:aws:autoscaling:eu-*:*:autoScalingGroup:*', GROUP)).toBe(false);
  });
});

describe('a policy', () => {
  const allow: PolicyStatement = { Effect: 'Allow', Action: 'autoscaling:SetDesiredCapacity', Resource: '*' };

  it('allows nothing that it does not name', () => {
    expect(decide([])).toBe('not allowed');
    expect(decide([allow])).toBe('allowed');
    expect(decide([allow], 'autoscaling:SuspendProcesses')).toBe('not allowed');
  });

  it('names actions in any case, and resources in exactly one', () => {
    expect(decide([{ ...allow, Action: 'AutoScaling:setdesired*' }])).toBe('allowed');
    expect(decide([{ ...allow, Resource: GROUP.toUpperCase() }])).toBe('not allowed');
  });

  it('denies in spite of what it allows', () => {
    expect(decide([allow, { Effect: 'Deny', Action: '*', Resource: '*' }])).toBe('explicitly denied');
  });

  it('must allow every resource of a call', () => {
    const one: PolicyStatement = {
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: 'arn:aws:ec2:*:*:instance/i-1',
    };
    const wanted = {
      action: 'ec2:CreateTags',
      resources: [
        { arn: 'arn:aws:ec2:us-east-1:1:instance/i-1' },
        { arn: 'arn:aws:ec2:us-east-1:1:instance/i-2' },
      ],
    };

    expect(evaluate([{ Statement: one }], wanted, {})).toMatchObject({
      kind: 'denied',
      explicit: false,
      resource: { arn: 'arn:aws:ec2:us-east-1:1:instance/i-2' },
    });
  });

  it('grants an action without resources by Resource * alone', () => {
    const narrow: PolicyStatement = {
      Effect: 'Allow',
      Action: 'ec2:DescribeInstances',
      Resource: 'arn:aws:ec2:*:*:instance/*',
    };

    expect(decide([narrow], 'ec2:DescribeInstances', '*')).toBe('not allowed');
    expect(decide([{ ...narrow, Resource: '*' }], 'ec2:DescribeInstances', '*')).toBe('allowed');
  });

  it('reads NotAction and NotResource', () => {
    expect(decide([{ Effect: 'Allow', NotAction: 'autoscaling:Set*', Resource: '*' }])).toBe('not allowed');
    expect(decide([{ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }])).toBe('allowed');
    expect(decide([{ Effect: 'Allow', Action: '*', NotResource: GROUP }])).toBe('not allowed');
  });

  it('sees tags under both spellings of the key', () => {
    const tagged = (key: string): PolicyStatement => ({
      ...allow,
      Condition: { StringEquals: { [key]: 'true' } },
    });
    const tags = { 'drover.dev/managed': 'true' };

    expect(decide([tagged('aws:ResourceTag/drover.dev/managed')], undefined, undefined, tags)).toBe(
      'allowed',
    );
    expect(decide([tagged('autoscaling:ResourceTag/drover.dev/managed')], undefined, undefined, tags)).toBe(
      'allowed',
    );
    expect(decide([tagged('ec2:ResourceTag/drover.dev/managed')], undefined, undefined, tags)).toBe(
      'not allowed',
    );
    expect(decide([tagged('aws:ResourceTag/drover.dev/managed')])).toBe('not allowed');
  });

  it('puts values of the request into its variables', () => {
    const own: PolicyStatement = {
      ...allow,
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/owner': '${aws:username}' } },
    };

    expect(decide([own], undefined, undefined, { owner: 'ann' }, { 'aws:username': ['ann'] })).toBe(
      'allowed',
    );
    expect(decide([own], undefined, undefined, { owner: 'ann' }, { 'aws:username': ['bob'] })).toBe(
      'not allowed',
    );
  });
});

describe('conditions', () => {
  const rows: readonly [string, string | string[], readonly string[] | undefined, boolean][] = [
    ['StringEquals', 'a', ['a'], true],
    ['StringEquals', ['a', 'b'], ['b'], true],
    ['StringEquals', 'a', undefined, false],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', ['b'], false],
    ['StringNotEquals', 'a', ['b'], true],
    ['StringNotEquals', ['a', 'b'], ['b'], false],
    ['StringNotEquals', 'a', undefined, true],
    ['StringLike', 'drover.dev/*', ['drover.dev/rollout'], true],
    ['StringLike', 'drover.dev/*', ['other'], false],
    ['StringEqualsIgnoreCase', 'A', ['a'], true],
    ['ForAllValues:StringLike', 'drover.dev/*', ['drover.dev/a', 'drover.dev/b'], true],
    ['ForAllValues:StringLike', 'drover.dev/*', ['drover.dev/a', 'Name'], false],
    ['ForAllValues:StringLike', 'drover.dev/*', undefined, true],
    ['ForAnyValue:StringLike', 'drover.dev/*', ['drover.dev/a', 'Name'], true],
    ['ForAnyValue:StringLike', 'drover.dev/*', undefined, false],
    ['Bool', 'true', ['true'], true],
    ['Bool', 'true', undefined, false],
    ['BoolIfExists', 'true', undefined, true],
    ['Null', 'true', undefined, true],
    ['Null', 'false', ['x'], true],
    ['Null', 'false', undefined, false],
    ['NumericLessThanEquals', '10', ['9'], true],
    ['NumericLessThanEquals', '10', ['11'], false],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', ['2026-01-02T00:00:00Z'], true],
    ['ArnLike', 'arn:aws:ec2:*:*:launch-template/*', ['arn:aws:ec2:us-east-1:1:launch-template/lt-1'], true],
    [
      'ArnNotLike',
      'arn:aws:ec2:*:*:launch-template/*',
      ['arn:aws:ec2:us-east-1:1:launch-template/lt-1'],
      false,
    ],
  ];

  it.each(rows)('%s %j against %j is %s', (operator, operand, given, expected) => {
    expect(
      conditionsHold({ [operator]: { 'aws:Key': operand } }, given === undefined ? {} : { 'AWS:KEY': given }),
    ).toBe(expected);
  });

  it('with an operator that IAM does not have are an error, not a yes', () => {
    expect(() => conditionsHold({ StringSounds: { 'aws:x': 'a' } }, { 'aws:x': ['a'] })).toThrow(
      'StringSounds',
    );
  });
});
