import {
  DescribeClusterCommand,
  DescribeFargateProfileCommand,
  DescribeNodegroupCommand,
  DescribeUpdateCommand,
  ListFargateProfilesCommand,
  ListNodegroupsCommand,
  ListUpdatesCommand,
  paginateListNodegroups,
  UpdateNodegroupVersionCommand,
  waitUntilClusterActive,
  waitUntilNodegroupActive,
} from '@aws-sdk/client-eks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsClients, type AwsWorld, startAwsWorld } from './aws-world.ts';
import { refusal } from './refusal.ts';

let world: AwsWorld;
let clients: AwsClients;
beforeEach(async () => {
  world = await startAwsWorld();
  clients = world.clients();
});
afterEach(async () => {
  await world.close();
});

const inProd = { clusterName: 'prod' };

describe('a cluster', () => {
  it('tells where it is reached and by which authority', async () => {
    const { cluster } = await clients.eks.send(new DescribeClusterCommand({ name: 'prod' }));

    expect(cluster).toMatchObject({
      name: 'prod',
      status: 'ACTIVE',
      version: '1.32',
      endpoint: 'https://127.0.0.1:6443',
      health: { issues: [] },
      accessConfig: { authenticationMode: 'API' },
    });
    expect(Buffer.from(cluster?.certificateAuthority?.data ?? '', 'base64').toString()).toContain(
      'BEGIN CERTIFICATE',
    );
    expect(cluster?.createdAt).toBeInstanceOf(Date);
  });

  it('that is not there is an error with its name', async () => {
    expect(await refusal(clients.eks.send(new DescribeClusterCommand({ name: 'nowhere' })))).toEqual({
      code: 'ResourceNotFoundException',
      status: 404,
      message: 'No cluster found for name: nowhere.',
    });
  });

  it('may be unwell, and satisfies the waiter when it is active', async () => {
    world.cloud.addHealthIssue({
      cluster: 'prod',
      code: 'InsufficientFreeAddresses',
      message: 'subnets are full',
      resourceIds: ['subnet-1'],
    });

    const { cluster } = await clients.eks.send(new DescribeClusterCommand({ name: 'prod' }));
    const waited = await waitUntilClusterActive(
      { client: clients.eks, maxWaitTime: 5, minDelay: 1, maxDelay: 1 },
      { name: 'prod' },
    );

    expect(cluster?.health?.issues).toEqual([
      { code: 'InsufficientFreeAddresses', message: 'subnets are full', resourceIds: ['subnet-1'] },
    ]);
    expect(waited.state).toBe('SUCCESS');
  });

  it('has Fargate profiles', async () => {
    world.cloud.addFargateProfile({
      cluster: 'prod',
      name: 'serverless',
      namespace: 'batch',
      labels: { tier: 'low' },
    });

    const { fargateProfileNames } = await clients.eks.send(new ListFargateProfilesCommand(inProd));
    const { fargateProfile } = await clients.eks.send(
      new DescribeFargateProfileCommand({ ...inProd, fargateProfileName: 'serverless' }),
    );

    expect(fargateProfileNames).toEqual(['serverless']);
    expect(fargateProfile).toMatchObject({
      status: 'ACTIVE',
      selectors: [{ namespace: 'batch', labels: { tier: 'low' } }],
    });
  });
});

describe('managed node groups', () => {
  it('are listed in pages and described with the Auto Scaling group behind them', async () => {
    for (const name of ['a', 'b', 'c'])
      world.cloud.addManagedNodegroup({
        cluster: 'prod',
        name,
        imageId: world.oldImage,
        desired: 1,
        labels: { tier: name },
      });

    const names: string[] = [];
    for await (const found of paginateListNodegroups({ client: clients.eks, pageSize: 2 }, inProd))
      names.push(...(found.nodegroups ?? []));
    const { nodegroup } = await clients.eks.send(
      new DescribeNodegroupCommand({ ...inProd, nodegroupName: 'b' }),
    );

    expect(names).toEqual(['a', 'b', 'c']);
    expect(nodegroup).toMatchObject({
      status: 'ACTIVE',
      version: '1.32',
      amiType: 'AL2023_x86_64_STANDARD',
      scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 1 },
      labels: { tier: 'b' },
      updateConfig: { maxUnavailable: 1 },
    });
    const group = world.cloud.groups.get(nodegroup?.resources?.autoScalingGroups?.[0]?.name ?? '');
    expect(group?.tags.get('eks:nodegroup-name')?.value).toBe('b');
    expect(
      world.cloud.machines().find(({ nodeLabels }) => nodeLabels['eks.amazonaws.com/nodegroup'] === 'b'),
    ).toBeDefined();
  });

  it('that are not there, and tokens that were not given, are errors', async () => {
    const missing = await refusal(
      clients.eks.send(new DescribeNodegroupCommand({ ...inProd, nodegroupName: 'x' })),
    );
    const token = await refusal(clients.eks.send(new ListNodegroupsCommand({ ...inProd, nextToken: 'x' })));

    expect(missing).toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'No node group found for name: x.',
    });
    expect(token.code).toBe('InvalidParameterException');
  });

  it('are updated by EKS itself: new nodes first, old ones drained and ended one by one', async () => {
    const drained: string[] = [];
    world.cloud.onDrain(async (instanceId) => {
      drained.push(instanceId);
      return true;
    });
    world.cloud.addManagedNodegroup({
      cluster: 'prod',
      name: 'managed',
      imageId: world.oldImage,
      desired: 2,
    });
    const name = { ...inProd, nodegroupName: 'managed' };
    const before = await clients.eks.send(new DescribeNodegroupCommand(name));
    const group = world.cloud.groups.get(before.nodegroup?.resources?.autoScalingGroups?.[0]?.name ?? '')!;
    const old = [...group.members.keys()];

    const [started, again, busy] = await world.slowly(async () => {
      const once = new UpdateNodegroupVersionCommand({ ...name, clientRequestToken: 'once' });
      const begun = await clients.eks.send(once);
      const repeated = await clients.eks.send(once);
      return [
        begun,
        repeated,
        await refusal(clients.eks.send(new UpdateNodegroupVersionCommand(name))),
      ] as const;
    });
    await waitUntilNodegroupActive({ client: clients.eks, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, name);
    const { update } = await clients.eks.send(
      new DescribeUpdateCommand({ name: 'prod', nodegroupName: 'managed', updateId: started.update?.id }),
    );
    const after = await clients.eks.send(new DescribeNodegroupCommand(name));

    expect(started.update).toMatchObject({ status: 'InProgress', type: 'VersionUpdate' });
    expect(again.update?.id).toBe(started.update?.id);
    expect(busy).toMatchObject({ code: 'ResourceInUseException', status: 409 });
    expect(drained.slice(0, 2)).toEqual(old);
    // Four more were launched for two zones; two of them took the old ones' place, two were taken back.
    expect(drained).toHaveLength(4);
    expect(update?.status).toBe('Successful');
    expect(after.nodegroup).toMatchObject({
      releaseVersion: '1.32.4-20250501',
      scalingConfig: { desiredSize: 2 },
    });
    expect([...group.members.values()].map(({ imageId }) => imageId)).toEqual([
      world.newImage,
      world.newImage,
    ]);
  });

  it('give up an update when pods do not go, and leave the rest as it is', async () => {
    world.cloud.onDrain(async () => false);
    world.cloud.addManagedNodegroup({
      cluster: 'prod',
      name: 'managed',
      imageId: world.oldImage,
      desired: 1,
    });
    const name = { ...inProd, nodegroupName: 'managed' };

    const { update } = await clients.eks.send(new UpdateNodegroupVersionCommand(name));
    await world.until(
      'failed',
      () => world.cloud.eks.get('prod')?.updates.get(update?.id ?? '')?.status === 'Failed',
    );
    const described = await clients.eks.send(
      new DescribeUpdateCommand({ name: 'prod', nodegroupName: 'managed', updateId: update?.id }),
    );

    expect(described.update?.errors?.[0]?.errorCode).toBe('PodEvictionFailure');
  });

  it('know their releases by the public parameters alone', async () => {
    world.cloud.addManagedNodegroup({ cluster: 'prod', name: 'managed', imageId: world.oldImage });

    const unknown = await refusal(
      clients.eks.send(
        new UpdateNodegroupVersionCommand({
          ...inProd,
          nodegroupName: 'managed',
          releaseVersion: '1.32.9-20990101',
        }),
      ),
    );

    expect(unknown).toMatchObject({
      code: 'InvalidParameterException',
      message: 'Requested release version 1.32.9-20990101 is not valid for kubernetes version 1.32.',
    });
  });
});

describe('updates', () => {
  it('are listed for the cluster, a node group or an add-on', async () => {
    world.cloud.addManagedNodegroup({ cluster: 'prod', name: 'managed', imageId: world.oldImage });
    const ofCluster = world.cloud.addUpdate({ cluster: 'prod' });
    const ofGroup = world.cloud.addUpdate({ cluster: 'prod', nodegroup: 'managed', status: 'Successful' });
    const ofAddon = world.cloud.addUpdate({ cluster: 'prod', addon: 'vpc-cni' });
    const list = async (scope: object) =>
      (await clients.eks.send(new ListUpdatesCommand({ name: 'prod', ...scope }))).updateIds;

    expect(await list({})).toEqual([ofCluster.id]);
    expect(await list({ nodegroupName: 'managed' })).toEqual([ofGroup.id]);
    expect(await list({ addonName: 'vpc-cni' })).toEqual([ofAddon.id]);
    expect(
      (await refusal(clients.eks.send(new DescribeUpdateCommand({ name: 'prod', updateId: ofGroup.id }))))
        .code,
    ).toBe('ResourceNotFoundException');
  });
});
