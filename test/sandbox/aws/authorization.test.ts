import {
  CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateTagsCommand, DescribeInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeClusterCommand, DescribeNodegroupCommand } from '@aws-sdk/client-eks';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PolicyStatement } from '../../../src/sandbox/aws/iam/policy.ts';
import { type AwsWorld, startAwsWorld } from './aws-world.ts';
import { refusal } from './refusal.ts';

let world: AwsWorld;
beforeEach(async () => {
  world = await startAwsWorld();
});
afterEach(async () => {
  await world.close();
});

const USER = 'arn:aws:iam::111122223333:user/bot';
const onManaged: PolicyStatement['Condition'] = {
  StringEquals: { 'aws:ResourceTag/drover.dev/managed': 'true' },
};

function bot(...statements: PolicyStatement[]): ReturnType<AwsWorld['clients']> {
  return world.clients(world.principal('bot', { Version: '2012-10-17', Statement: statements }));
}

describe('a call that no policy allows', () => {
  it('is refused in the form of its service, naming action and resource', async () => {
    const clients = bot();
    const arn = world.cloud.groups.get('workers')!.arn;

    const group = await refusal(
      clients.autoScaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: 'workers', DesiredCapacity: 4 }),
      ),
    );
    const instances = await refusal(clients.ec2.send(new DescribeInstancesCommand({})));
    const cluster = await refusal(clients.eks.send(new DescribeClusterCommand({ name: 'prod' })));
    const parameter = await refusal(clients.ssm.send(new GetParameterCommand({ Name: '/aws/service/x' })));

    expect(group).toEqual({
      code: 'AccessDenied',
      status: 403,
      message: `User: ${USER} is not authorized to perform: autoscaling:SetDesiredCapacity on resource: ${arn} because no identity-based policy allows the autoscaling:SetDesiredCapacity action`,
    });
    expect(instances).toMatchObject({ code: 'UnauthorizedOperation', status: 403 });
    expect(instances.message).toContain(
      `User: ${USER} is not authorized to perform: ec2:DescribeInstances because`,
    );
    expect(cluster).toMatchObject({ code: 'AccessDeniedException', status: 403 });
    expect(cluster.message).toContain(
      'eks:DescribeCluster on resource: arn:aws:eks:us-east-1:111122223333:cluster/prod',
    );
    expect(parameter).toMatchObject({ code: 'AccessDeniedException', status: 400 });
    expect(parameter.message).toContain('arn:aws:ssm:us-east-1::parameter/aws/service/x');
  });

  it('changes nothing, and is an effect with its status', async () => {
    await refusal(
      bot().autoScaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: 'workers', DesiredCapacity: 4 }),
      ),
    );

    expect(world.cloud.groups.get('workers')!.desired).toBe(3);
    expect(world.effects.all()).toMatchObject([
      {
        actor: USER,
        verb: 'autoscaling:SetDesiredCapacity',
        object: 'AutoScalingGroup/workers',
        status: 403,
      },
    ]);
  });

  it('does not keep anybody from knowing who they are', async () => {
    const me = await bot({ Effect: 'Deny', Action: '*', Resource: '*' }).sts.send(
      new GetCallerIdentityCommand({}),
    );

    expect(me).toMatchObject({ Arn: USER, Account: '111122223333' });
  });
});

describe('conditions on tags', () => {
  it('let a bot change the groups that carry its tag, and no others', async () => {
    world.cloud.addAutoScalingGroup({
      name: 'others',
      launchTemplate: 'workers',
      desired: 1,
      min: 0,
      max: 3,
    });
    const clients = bot({
      Effect: 'Allow',
      Action: 'autoscaling:SetDesiredCapacity',
      Resource: 'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*:autoScalingGroupName/*',
      Condition: onManaged,
    });

    await clients.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: 'workers', DesiredCapacity: 4 }),
    );
    const other = await refusal(
      clients.autoScaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: 'others', DesiredCapacity: 2 }),
      ),
    );
    const missing = await refusal(
      clients.autoScaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: 'nowhere', DesiredCapacity: 2 }),
      ),
    );

    expect(other.code).toBe('AccessDenied');
    expect(missing.message).toContain('autoScalingGroup:*:autoScalingGroupName/nowhere');
  });

  it('judge the termination of an instance by the tags of its group', async () => {
    const clients = bot({
      Effect: 'Allow',
      Action: 'autoscaling:TerminateInstanceInAutoScalingGroup',
      Resource: '*',
      Condition: onManaged,
    });
    const [first] = world.cloud.groups.get('workers')!.members.keys();

    await clients.autoScaling.send(
      new TerminateInstanceInAutoScalingGroupCommand({
        InstanceId: first,
        ShouldDecrementDesiredCapacity: true,
      }),
    );
    const unknown = await refusal(
      clients.autoScaling.send(
        new TerminateInstanceInAutoScalingGroupCommand({
          InstanceId: 'i-0123456789abcdef0',
          ShouldDecrementDesiredCapacity: true,
        }),
      ),
    );

    expect(unknown.code).toBe('AccessDenied');
  });

  it('limit the keys that may be tagged', async () => {
    const clients = bot({
      Effect: 'Allow',
      Action: ['autoscaling:CreateOrUpdateTags', 'ec2:CreateTags'],
      Resource: '*',
      Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': 'drover.dev/*' } },
    });
    const tag = (Key: string) =>
      new CreateOrUpdateTagsCommand({
        Tags: [
          {
            ResourceId: 'workers',
            ResourceType: 'auto-scaling-group',
            Key,
            Value: 'x',
            PropagateAtLaunch: false,
          },
        ],
      });
    const [first] = world.cloud.groups.get('workers')!.members.keys();

    await clients.autoScaling.send(tag('drover.dev/rollout'));
    await clients.ec2.send(
      new CreateTagsCommand({ Resources: [first!], Tags: [{ Key: 'drover.dev/rollout', Value: 'x' }] }),
    );
    const named = await refusal(clients.autoScaling.send(tag('Name')));
    const instance = await refusal(
      clients.ec2.send(
        new CreateTagsCommand({
          Resources: [first!],
          Tags: [
            { Key: 'drover.dev/a', Value: '' },
            { Key: 'Name', Value: '' },
          ],
        }),
      ),
    );

    expect([named.code, instance.code]).toEqual(['AccessDenied', 'UnauthorizedOperation']);
  });

  it('let a Deny on a tag stop what is allowed', async () => {
    world.cloud.groups.get('workers')!.tags.set('drover.dev/freeze', { value: 'true', propagate: false });
    const clients = bot(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      {
        Effect: 'Deny',
        Action: 'autoscaling:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag/drover.dev/freeze': 'true' } },
      },
    );

    const frozen = await refusal(
      clients.autoScaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: 'workers', DesiredCapacity: 4 }),
      ),
    );

    expect(frozen.message).toMatch(/with an explicit deny in an identity-based policy$/);
  });

  it('hold for node groups of EKS', async () => {
    world.cloud.addManagedNodegroup({
      cluster: 'prod',
      name: 'managed',
      imageId: world.oldImage,
      tags: { 'drover.dev/managed': 'true' },
    });
    world.cloud.addManagedNodegroup({ cluster: 'prod', name: 'other', imageId: world.oldImage });
    const clients = bot({
      Effect: 'Allow',
      Action: 'eks:DescribeNodegroup',
      Resource: 'arn:aws:eks:us-east-1:111122223333:nodegroup/prod/*/*',
      Condition: onManaged,
    });

    const managed = await clients.eks.send(
      new DescribeNodegroupCommand({ clusterName: 'prod', nodegroupName: 'managed' }),
    );
    const other = await refusal(
      clients.eks.send(new DescribeNodegroupCommand({ clusterName: 'prod', nodegroupName: 'other' })),
    );

    expect(managed.nodegroup?.status).toBe('ACTIVE');
    expect(other.code).toBe('AccessDeniedException');
  });
});

describe('naming a launch template for a group', () => {
  const update: PolicyStatement = {
    Sid: 'Update',
    Effect: 'Allow',
    Action: 'autoscaling:UpdateAutoScalingGroup',
    Resource: '*',
    Condition: { BoolIfExists: { 'autoscaling:LaunchTemplateVersionSpecified': 'true' } },
  };
  const launch = (resource: string): PolicyStatement => ({
    Sid: 'Launch',
    Effect: 'Allow',
    Action: 'ec2:RunInstances',
    Resource: resource,
  });
  const pin = (Version: string) =>
    new UpdateAutoScalingGroupCommand({
      AutoScalingGroupName: 'workers',
      LaunchTemplate: { LaunchTemplateId: world.templateId, Version },
    });

  it('needs the right to run instances from it, on every resource that takes part', async () => {
    const without = await refusal(bot(update).autoScaling.send(pin('1')));
    const templateOnly = await refusal(
      bot(update, launch('arn:aws:ec2:*:*:launch-template/*')).autoScaling.send(pin('1')),
    );
    await bot(update, launch('*')).autoScaling.send(pin('1'));

    const words = {
      code: 'AccessDenied',
      status: 403,
      message: `You are not authorized to use launch template: ${world.templateId}`,
    };
    expect([without, templateOnly]).toEqual([words, words]);
    expect(world.cloud.groups.get('workers')!.template?.version).toBe('1');
  });

  it('with an instance profile needs the right to pass its role as well', async () => {
    world.cloud.addLaunchTemplateVersion({
      template: 'workers',
      data: { IamInstanceProfile: { Name: 'eks-node' } },
    });
    const pass: PolicyStatement = {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::111122223333:role/eks-node',
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    };

    const without = await refusal(bot(update, launch('*')).autoScaling.send(pin('2')));
    await bot(update, launch('*'), pass).autoScaling.send(pin('2'));

    expect(without.message).toBe(`You are not authorized to use launch template: ${world.templateId}`);
  });

  it('with a floating version can be forbidden', async () => {
    const floating = await refusal(bot(update, launch('*')).autoScaling.send(pin('$Latest')));

    expect(floating.message).toContain('autoscaling:UpdateAutoScalingGroup');
  });

  it('is not asked of who changes only the size', async () => {
    await bot(update).autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'workers', MaxSize: 12 }),
    );

    expect(world.cloud.groups.get('workers')!.max).toBe(12);
  });

  it('tells by the template which resources it names itself', async () => {
    const fromTemplate: PolicyStatement = {
      Effect: 'Allow',
      Action: 'ec2:RunInstances',
      Resource: '*',
      Condition: { Bool: { 'ec2:IsLaunchTemplateResource': 'true' } },
    };

    const subnet = await refusal(bot(update, fromTemplate).autoScaling.send(pin('1')));
    await bot(update, fromTemplate, launch('arn:aws:ec2:*:*:subnet/*')).autoScaling.send(pin('1'));

    expect(subnet.code).toBe('AccessDenied');
  });
});

describe('the usage of a policy', () => {
  it('names the grants that never allowed a call', async () => {
    const statements: PolicyStatement[] = [
      {
        Sid: 'Read',
        Effect: 'Allow',
        Action: ['autoscaling:Describe*', 'ec2:DescribeInstances'],
        Resource: '*',
      },
      {
        Sid: 'Act',
        Effect: 'Allow',
        Action: ['autoscaling:SetDesiredCapacity', 'ec2:TerminateInstances'],
        Resource: '*',
      },
      { Sid: 'Never', Effect: 'Deny', Action: 'iam:*', Resource: '*' },
    ];
    const principal = world.principal('bot', { Statement: statements });
    const clients = world.clients(principal);
    const [first] = world.cloud.groups.get('workers')!.members.keys();

    await clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [first!] }));

    expect(world.server.usage.usedBy(principal.arn)).toEqual([
      { policy: 0, statement: 0, sid: 'Read', action: 'autoscaling:DescribeAutoScalingGroups', times: 1 },
      { policy: 0, statement: 1, sid: 'Act', action: 'ec2:TerminateInstances', times: 1 },
    ]);
    expect(world.server.usage.unusedBy(principal)).toEqual([
      { policy: 0, statement: 0, sid: 'Read', action: 'ec2:DescribeInstances' },
      { policy: 0, statement: 1, sid: 'Act', action: 'autoscaling:SetDesiredCapacity' },
    ]);
  });
});
