import { onEverything } from '../iam/authorization.ts';
import type { AutoScalingGroup } from '../scaling/group.ts';
import { flag, integer, list, required, structure, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import { groupPage, validationError } from './group-access.ts';
import { groupOutput, memberOutput, type TagOutput, tagOutputs } from './group-output.ts';

const PAGE_DEFAULT = 50;
const PAGE_MAX = 100;

const filters = list(structure({ Name: required(text()), Values: list(text()) }));
type Filter = { readonly Name: string; readonly Values: readonly string[] };

export const describeAutoScalingGroups = operation({
  name: 'DescribeAutoScalingGroups',
  access: 'read',
  parameters: {
    AutoScalingGroupNames: list(text({ max: 1600 })),
    IncludeInstances: flag(),
    Filters: filters,
    MaxRecords: integer({ min: 1, max: PAGE_MAX }),
    NextToken: text(),
  },
  authorize: () => [onEverything('autoscaling:DescribeAutoScalingGroups')],
  run(input, { cloud }) {
    const named = cloud.groups
      .all()
      // A group may be named by its ARN as well.
      .filter(
        ({ name, arn }) =>
          input.AutoScalingGroupNames.length === 0 ||
          input.AutoScalingGroupNames.some((wanted) => wanted === name || wanted === arn),
      )
      .filter((group) => input.Filters.every((filter) => tagFilterHolds(group, filter)));
    const { items, NextToken } = groupPage(named, {
      token: input.NextToken,
      size: input.MaxRecords ?? PAGE_DEFAULT,
      key: ({ name }) => name,
    });
    const outputs = items.map((group) => groupOutput(group, cloud));
    const AutoScalingGroups =
      input.IncludeInstances === false
        ? outputs.map(({ Instances: _left, ...rest }) => ({ ...rest, Instances: [] }))
        : outputs;
    return { AutoScalingGroups, NextToken };
  },
});

export const describeAutoScalingInstances = operation({
  name: 'DescribeAutoScalingInstances',
  access: 'read',
  parameters: {
    InstanceIds: list(text({ max: 19 }), { max: 50 }),
    MaxRecords: integer({ min: 1, max: 50 }),
    NextToken: text(),
  },
  authorize: () => [onEverything('autoscaling:DescribeAutoScalingInstances')],
  run(input, { cloud }) {
    const rows = cloud.groups
      .all()
      .flatMap((group) => [...group.members.values()].map((member) => ({ group, member })))
      .filter(
        ({ member }) => input.InstanceIds.length === 0 || input.InstanceIds.includes(member.instanceId),
      );
    const { items, NextToken } = groupPage(rows, {
      token: input.NextToken,
      size: input.MaxRecords ?? PAGE_DEFAULT,
      key: ({ member }) => member.instanceId,
    });
    const AutoScalingInstances = items.map(({ group, member }) => ({
      ...memberOutput(member),
      AutoScalingGroupName: group.name,
      // This operation alone writes the health in capitals.
      HealthStatus: member.healthStatus.toUpperCase(),
    }));
    return { AutoScalingInstances, NextToken };
  },
});

export const describeTags = operation({
  name: 'DescribeTags',
  access: 'read',
  parameters: { Filters: filters, MaxRecords: integer({ min: 1, max: PAGE_MAX }), NextToken: text() },
  authorize: () => [onEverything('autoscaling:DescribeTags')],
  run(input, { cloud }) {
    const tags = cloud.groups.all().flatMap((group) => tagOutputs(group));
    const wanted = tags.filter((tag) =>
      input.Filters.every(({ Name, Values }) => Values.includes(String(tag[describeTagsField(Name)]))),
    );
    const { items, NextToken } = groupPage(wanted, {
      token: input.NextToken,
      size: input.MaxRecords ?? PAGE_DEFAULT,
      key: (tag) => `${tag.ResourceId}/${tag.Key}`,
    });
    return { Tags: items, NextToken };
  },
});

function describeTagsField(filter: string): keyof TagOutput {
  const fields = new Map<string, keyof TagOutput>([
    ['auto-scaling-group', 'ResourceId'],
    ['key', 'Key'],
    ['value', 'Value'],
    ['propagate-at-launch', 'PropagateAtLaunch'],
  ]);
  const field = fields.get(filter);
  if (field === undefined)
    throw validationError(
      `Filter type ${filter} is not correct. Allowed Filter types are: auto-scaling-group key value propagate-at-launch`,
    );
  return field;
}

function tagFilterHolds(group: AutoScalingGroup, filter: Filter): boolean {
  const { Name, Values } = filter;
  if (Name === 'tag-key') return Values.some((key) => group.tags.has(key));
  if (Name === 'tag-value') return [...group.tags.values()].some(({ value }) => Values.includes(value));
  if (!Name.startsWith('tag:'))
    throw validationError(
      `Filter type ${Name} is not correct. Allowed Filter types are: tag-key tag-value tag:<key>`,
    );
  const value = group.tags.get(Name.slice('tag:'.length))?.value;
  return value !== undefined && Values.includes(value);
}
