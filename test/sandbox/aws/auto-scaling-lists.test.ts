import {
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeTagsCommand,
  paginateDescribeAutoScalingGroups,
  paginateDescribeScalingActivities,
  SetDesiredCapacityCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AutoScalingGroup, Member } from '../../../src/sandbox/aws/scaling/group.ts';
import { type AwsClients, type AwsWorld, startAwsWorld } from './aws-world.ts';
import { refusal } from './refusal.ts';

let world: AwsWorld;
let clients: AwsClients;
let group: AutoScalingGroup;
beforeEach(async () => {
  world = await startAwsWorld();
  clients = world.clients();
  group = world.cloud.groups.get('workers')!;
});
afterEach(async () => {
  await world.close();
});

const name = { AutoScalingGroupName: 'workers' };
const setDesired = (DesiredCapacity: number) =>
  clients.autoScaling.send(new SetDesiredCapacityCommand({ ...name, DesiredCapacity }));
const members = (): readonly Member[] => [...group.members.values()];
const serving = (count: number): Promise<void> =>
  world.until(
    `${count} in service`,
    () =>
      members().length === count && members().every(({ lifecycleState }) => lifecycleState === 'InService'),
  );

describe('tags of a group', () => {
  const tag = (Key: string, Value?: string) => ({
    ResourceId: 'workers',
    ResourceType: 'auto-scaling-group',
    Key,
    PropagateAtLaunch: true,
    ...(Value === undefined ? {} : { Value }),
  });

  it('are set, described by filters, and removed', async () => {
    await clients.autoScaling.send(
      new CreateOrUpdateTagsCommand({
        Tags: [tag('drover.dev/rollout', 'R-1'), tag('drover.dev/managed', 'no')],
      }),
    );
    const found = await clients.autoScaling.send(
      new DescribeTagsCommand({
        Filters: [
          { Name: 'auto-scaling-group', Values: ['workers'] },
          { Name: 'key', Values: ['drover.dev/rollout'] },
        ],
      }),
    );
    await clients.autoScaling.send(new DeleteTagsCommand({ Tags: [tag('drover.dev/rollout')] }));

    expect(found.Tags).toEqual([{ ...tag('drover.dev/rollout', 'R-1') }]);
    expect(group.tags.get('drover.dev/managed')?.value).toBe('no');
    expect(group.tags.has('drover.dev/rollout')).toBe(false);
  });

  it('find their groups, and go with the instances that are launched from then on', async () => {
    await clients.autoScaling.send(new CreateOrUpdateTagsCommand({ Tags: [tag('cost', 'green')] }));
    const { AutoScalingGroups } = await clients.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ Filters: [{ Name: 'tag:cost', Values: ['green'] }] }),
    );
    const none = await clients.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ Filters: [{ Name: 'tag:cost', Values: ['red'] }] }),
    );
    await setDesired(4);
    await serving(4);

    expect(AutoScalingGroups).toHaveLength(1);
    expect(none.AutoScalingGroups).toEqual([]);
    expect(world.cloud.instances.get(members().at(-1)!.instanceId)?.tags.get('cost')).toBe('green');
    expect(world.cloud.instances.get(members()[0]!.instanceId)?.tags.has('cost')).toBe(false);
  });
});

describe('long lists', () => {
  it('come in pages that a paginator puts together, each group once', async () => {
    for (let index = 0; index < 7; index++)
      world.cloud.addAutoScalingGroup({ name: `g${index}`, launchTemplate: 'workers', max: 1 });

    const names: string[] = [];
    let pages = 0;
    for await (const found of paginateDescribeAutoScalingGroups(
      { client: clients.autoScaling, pageSize: 3 },
      {},
    )) {
      pages++;
      names.push(...(found.AutoScalingGroups ?? []).map((one) => one.AutoScalingGroupName ?? ''));
    }

    expect(pages).toBe(3);
    expect(names.toSorted()).toEqual(['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'workers']);
  });

  it('of activities stay newest first over the pages', async () => {
    await setDesired(8);
    await serving(8);

    const starts: number[] = [];
    for await (const found of paginateDescribeScalingActivities(
      { client: clients.autoScaling, pageSize: 3 },
      name,
    )) {
      starts.push(...(found.Activities ?? []).map(({ StartTime }) => StartTime?.getTime() ?? 0));
    }

    expect(starts).toHaveLength(8);
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
  });

  it('refuse a token that they did not give, and pages that are too large', async () => {
    const token = await refusal(
      clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({ NextToken: 'abc' })),
    );
    const large = await refusal(
      clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({ MaxRecords: 101 })),
    );

    expect(token.code).toBe('InvalidNextToken');
    expect(large).toMatchObject({
      code: 'ValidationError',
      message:
        "1 validation error detected: Value '101' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to 100",
    });
  });
});

describe('bad input', () => {
  it('is refused with every complaint at once, and a group that is not there by its name', async () => {
    const missing = await refusal(clients.autoScaling.send(new SetDesiredCapacityCommand({} as never)));
    const nowhere = await refusal(
      clients.autoScaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: 'nowhere', DesiredCapacity: 1 }),
      ),
    );

    expect(missing.message).toBe(
      "2 validation errors detected: Value null at 'autoScalingGroupName' failed to satisfy constraint: Member must not be null; Value null at 'desiredCapacity' failed to satisfy constraint: Member must not be null",
    );
    expect(nowhere).toMatchObject({
      code: 'ValidationError',
      message: 'AutoScalingGroup name not found - AutoScalingGroup nowhere not found',
    });
  });

  it('that the sandbox does not know is refused, not dropped', async () => {
    const placement = await refusal(
      clients.autoScaling.send(
        new UpdateAutoScalingGroupCommand({ ...name, PlacementGroup: 'x', MaxSize: 20 }),
      ),
    );

    expect(placement.message).toContain(
      "at 'placementGroup' failed to satisfy constraint: The sandbox does not know this parameter",
    );
    expect(group.max).toBe(10);
  });
});
