import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsAccount } from '../../../src/adapters/aws/aws-account.ts';
import { AwsNodeGroups } from '../../../src/adapters/aws/aws-node-groups.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { startSandboxAccount } from './aws-account-for-tests.ts';
import type { SandboxAccount } from './aws-account-for-tests.ts';

let world: SandboxAccount;
let groups: AwsNodeGroups;

beforeEach(async () => {
  world = await startSandboxAccount();
  groups = world.nodeGroups;
});

afterEach(async () => {
  await world.close();
});

describe('what goes wrong with AWS', () => {
  it('tries a read again, a few times', async () => {
    fault('DescribeAutoScalingGroups', { status: 500, body: { error: 'InternalFailure' } }, 2);

    expect(await groups.describe('workers')).toMatchObject({ desired: 3 });
  });

  it('gives up on a read that goes on failing', async () => {
    fault('DescribeAutoScalingGroups', { status: 500, body: { error: 'InternalFailure' } });

    await expect(groups.describe('workers')).rejects.toMatchObject({
      kind: 'unavailable',
      operation: 'autoscaling:DescribeAutoScalingGroups',
    });
  });

  it('never tries an effect again: a lost answer is read after, not repeated', async () => {
    const id = await firstInstance();
    fault('TerminateInstanceInAutoScalingGroup', { drop: 'answer' });

    await expect(groups.terminate('workers', id, true)).rejects.toMatchObject({ kind: 'unavailable' });

    const calls = world.effects.all().filter(({ verb }) => verb.includes('TerminateInstance'));
    expect(calls).toHaveLength(1);
    expect((await groups.describe('workers'))?.desired).toBe(2);
    expect(['terminating', 'gone']).toContain((await groups.terminate('workers', id, true)).kind);
    expect((await groups.describe('workers'))?.desired).toBe(2);
  });

  it('never tries to set the capacity again either', async () => {
    fault('SetDesiredCapacity', { status: 503, body: { error: 'InternalFailure' } });

    await expect(groups.setDesired('workers', 4)).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await groups.describe('workers'))?.desired).toBe(3);
  });

  it('tells throttling from all else', async () => {
    fault('SetDesiredCapacity', { body: { error: 'Throttling' } });

    await expect(groups.setDesired('workers', 4)).rejects.toMatchObject({ kind: 'throttled' });
  });

  it('hands on how long a throttled caller should wait', async () => {
    fault('SetDesiredCapacity', { headers: { 'retry-after': '7' }, body: { error: 'Throttling' } });

    await expect(groups.setDesired('workers', 4)).rejects.toMatchObject({
      kind: 'throttled',
      retryAfterMs: 7_000,
    });
  });

  it('calls an activity in progress a conflict', async () => {
    fault('SetDesiredCapacity', { status: 400, body: { error: 'ScalingActivityInProgress' } });

    await expect(groups.setDesired('workers', 4)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('says that credentials have expired', async () => {
    fault('DescribeAutoScalingGroups', { body: { error: 'ExpiredToken' } });

    await expect(groups.describe('workers')).rejects.toThrow(/credentials have expired/);
    await expect(groups.describe('workers')).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('ends a call at its deadline, and destroys its socket', async () => {
    const silent = await startSilentServer();
    process.env['AWS_ENDPOINT_URL'] = silent.url;
    const account = new AwsAccount('us-east-1', 'drover/0.1.0', 200);

    await expect(new AwsNodeGroups(account).describe('workers')).rejects.toMatchObject({
      kind: 'unavailable',
    });

    await world.until('the socket is closed', async () => silent.closed() > 0);
    expect(silent.userAgents[0]).toContain('drover/0.1.0');
    account.close();
    await silent.close();
  });

  it('says that nothing answers', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';
    const account = new AwsAccount('us-east-1', 'drover/0.1.0');

    await expect(new AwsNodeGroups(account).describe('workers')).rejects.toBeInstanceOf(PortError);
    await expect(new AwsNodeGroups(account).describe('workers')).rejects.toMatchObject({
      kind: 'unavailable',
    });
    account.close();
  });
});

describe('rights in AWS', () => {
  it('names the action that is not granted', async () => {
    await world.close();
    world = await startSandboxAccount({ policies: [] });

    await expect(world.nodeGroups.setDesired('workers', 4)).rejects.toMatchObject({
      kind: 'forbidden',
      operation: 'autoscaling:SetDesiredCapacity',
      message: expect.stringMatching(
        /autoscaling:SetDesiredCapacity.*not authorized to perform: autoscaling:SetDesiredCapacity/s,
      ),
    });
    await expect(world.nodeGroups.instances(['i-0123456789abcdef0'])).rejects.toMatchObject({
      kind: 'forbidden',
      operation: 'ec2:DescribeInstances',
    });
  });
});

describe('the shapes of groups and templates', () => {
  it('follows a template that names a parameter instead of an image', async () => {
    const { cloud, newImage } = world;
    cloud.addLaunchTemplateVersion({
      template: world.templateId,
      data: { ImageId: 'resolve:ssm:/images/new' },
    });

    expect(
      await groups.release((await groups.describe('workers'))!, { kind: 'launch-template' }),
    ).toMatchObject({
      imageId: newImage,
      templateVersion: '3',
      releaseVersion: '1.32-20251201',
    });
  });

  it('reads the newest version where the group names the default one', async () => {
    world.cloud.addAutoScalingGroup({
      name: 'defaults',
      launchTemplate: 'workers',
      version: '$Default',
      desired: 1,
    });
    const group = (await groups.describe('defaults'))!;

    expect(group.template?.version).toBe('$Default');
    expect(await groups.releaseOfVersion(group.template!.id, '$Default')).toMatchObject({
      templateVersion: '1',
    });
    expect(await groups.release(group, { kind: 'launch-template' })).toMatchObject({ templateVersion: '2' });
  });

  it('keeps the overrides of a mixed instances policy when it names another version', async () => {
    const other = world.cloud.addLaunchTemplate({ name: 'arm', imageId: world.oldImage });
    world.cloud.addAutoScalingGroup({
      name: 'mixed',
      launchTemplate: 'workers',
      version: '$Latest',
      desired: 2,
      max: 4,
      overrides: [
        { instanceType: 'm6i.large' },
        { instanceType: 'm6i.xlarge', template: { id: other.id, name: 'arm', version: '1' } },
      ],
    });
    expect(await groups.describe('mixed')).toMatchObject({
      mixed: true,
      template: { version: '$Latest' },
      overrideTemplates: [other.id],
    });

    await groups.useTemplateVersion('mixed', world.templateId, '1');

    expect(await groups.describe('mixed')).toMatchObject({
      mixed: true,
      template: { version: '1' },
      overrideTemplates: [other.id],
    });
  });

  it('tells a warm pool', async () => {
    world.cloud.addWarmPool({ group: 'workers', minSize: 1 });

    expect(await groups.describe('workers')).toMatchObject({ warmPool: true });
  });

  it('finds a managed group whose tag was taken away, by asking EKS', async () => {
    const nodegroup = world.cloud.addManagedNodegroup({
      cluster: 'prod',
      name: 'system',
      imageId: world.oldImage,
      desired: 1,
    });
    const name = nodegroup.autoScalingGroupName;
    await groups.untag(name, ['eks:nodegroup-name']);
    expect((await groups.describe(name))?.tags).not.toHaveProperty(['eks:nodegroup-name']);

    expect(await groups.owner({ eksCluster: 'prod', autoScalingGroup: name })).toEqual({
      kind: 'managed-node-group',
      name: 'system',
      eksCluster: 'prod',
    });
    await expect(groups.owner({ eksCluster: 'prod', managedNodeGroup: 'nobody' })).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it('reads all pages of versions and instances', async () => {
    for (let n = 0; n < 230; n++)
      world.cloud.addLaunchTemplateVersion({ template: world.templateId, data: {} });
    world.cloud.setParameter({ name: '/images/old', value: world.oldImage });
    await groups.useTemplateVersion('workers', world.templateId, '2');

    // Version 1 is on the last page: pages hold 200, newest first.
    const release = await groups.release((await groups.describe('workers'))!, {
      kind: 'ssm',
      parameter: '/images/old',
    });
    expect(release).toMatchObject({ imageId: world.oldImage, templateVersion: '1' });

    world.cloud.addAutoScalingGroup({ name: 'large', launchTemplate: 'workers', desired: 450, max: 500 });
    const ids = (await groups.describe('large'))!.instances.map(({ instanceId }) => instanceId);
    expect(await groups.instances(ids)).toHaveLength(450);
  });

  it('refuses a template version that differs from its source in more than the image', async () => {
    const source = { kind: 'ssm', parameter: '/images/next' } as const;
    world.cloud.addLaunchTemplateVersion({
      template: world.templateId,
      data: { ImageId: world.nextImage, InstanceType: 'm6i.xlarge' },
    });
    await groups.useTemplateVersion('workers', world.templateId, '2');

    // Version 3 has the image, but another instance type: it is not taken for the release.
    const release = await groups.release((await groups.describe('workers'))!, source);
    expect(release).toMatchObject({ imageId: world.nextImage, templateVersion: '2' });
  });

  it('does not end an instance of another group', async () => {
    const [other] = (await groups.describe('ingress'))!.instances;

    expect(await groups.terminate('workers', other?.instanceId ?? '', true)).toEqual({ kind: 'gone' });
    expect(world.effects.all()).toEqual([]);
    expect((await groups.describe('ingress'))?.desired).toBe(1);
  });

  it('calls a target that leaves draining, and one of a deleted target group none', async () => {
    const group = (await groups.describe('ingress'))!;
    const [arn = ''] = group.targetGroupArns;
    const id = group.instances[0]?.instanceId ?? '';
    expect(await groups.registration(group, id)).toBe('registered');

    world.cloud.removeTarget({ targetGroupArn: arn, id });

    expect(await groups.registration(group, id)).toBe('draining');
    expect(await groups.registration({ ...group, targetGroupArns: [`${arn}x`] }, id)).toBe('none');
  });
});

async function firstInstance(): Promise<string> {
  return (await groups.describe('workers'))?.instances[0]?.instanceId ?? '';
}

function fault(action: string, answer: Fault['answer'], times?: number): void {
  world.faults.add({
    target: 'aws',
    match: { path: action },
    answer,
    ...(times === undefined ? {} : { times }),
  });
}

/** Takes requests and never answers. */
async function startSilentServer(): Promise<{
  readonly url: string;
  readonly userAgents: string[];
  closed(): number;
  close(): Promise<void>;
}> {
  let closed = 0;
  const userAgents: string[] = [];
  const server = createServer((request) => {
    userAgents.push(String(request.headers['user-agent']));
    request.socket.on('close', () => (closed += 1));
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    userAgents,
    closed: () => closed,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
