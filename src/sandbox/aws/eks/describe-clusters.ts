import { AwsError } from '../wire/aws-error.ts';
import { required, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import type { CloudState } from '../cloud/cloud-state.ts';
import { findCluster, findNodegroup, onCluster, onNodegroup, onUpdates } from './eks-access.ts';
import { clusterOutput, fargateOutput, nodegroupOutput, updateOutput } from './eks-output.ts';
import { namesPage, paging } from './names-page.ts';

export const describeCluster = operation({
  name: 'DescribeCluster',
  access: 'read',
  parameters: { name: required(text()) },
  authorize: (input, { cloud }) => [onCluster('DescribeCluster', input.name, cloud)],
  run: (input, { cloud }) => ({ cluster: clusterOutput(findCluster(cloud, input.name), cloud) }),
});

export const listNodegroups = operation({
  name: 'ListNodegroups',
  access: 'read',
  parameters: { name: required(text()), ...paging },
  authorize: (input, { cloud }) => [onCluster('ListNodegroups', input.name, cloud)],
  run(input, { cloud }) {
    const names = namesPage([...findCluster(cloud, input.name).nodegroups.keys()], input);
    return { nodegroups: names.items, nextToken: names.next };
  },
});

export const describeNodegroup = operation({
  name: 'DescribeNodegroup',
  access: 'read',
  parameters: { name: required(text()), nodegroupName: required(text()) },
  authorize: (input, { cloud }) => [onNodegroup('DescribeNodegroup', input.name, input.nodegroupName, cloud)],
  run(input, { cloud }) {
    const cluster = findCluster(cloud, input.name);
    const nodegroup = findNodegroup(cluster, input.nodegroupName);
    return {
      nodegroup: nodegroupOutput(nodegroup, cluster, cloud.groups.get(nodegroup.autoScalingGroupName)),
    };
  },
});

export const listFargateProfiles = operation({
  name: 'ListFargateProfiles',
  access: 'read',
  parameters: { name: required(text()), ...paging },
  authorize: (input, { cloud }) => [onCluster('ListFargateProfiles', input.name, cloud)],
  run(input, { cloud }) {
    const names = namesPage([...findCluster(cloud, input.name).fargateProfiles.keys()], input);
    return { fargateProfileNames: names.items, nextToken: names.next };
  },
});

export const describeFargateProfile = operation({
  name: 'DescribeFargateProfile',
  access: 'read',
  parameters: { name: required(text()), fargateProfileName: required(text()) },
  authorize: (input, { cloud }) => [onFargateProfile(input, cloud)],
  run(input, { cloud }) {
    const cluster = findCluster(cloud, input.name);
    const profile = cluster.fargateProfiles.get(input.fargateProfileName);
    if (profile) return { fargateProfile: fargateOutput(profile, cluster) };
    const fields = { clusterName: cluster.name, fargateProfileName: input.fargateProfileName };
    throw new AwsError(
      'ResourceNotFoundException',
      `No Fargate Profile found with name: ${input.fargateProfileName}.`,
      404,
      fields,
    );
  },
});

function onFargateProfile(
  input: { readonly name: string; readonly fargateProfileName: string },
  cloud: CloudState,
): { action: string; resources: { arn: string }[] } {
  const arn =
    cloud.eks.get(input.name)?.fargateProfiles.get(input.fargateProfileName)?.arn ??
    `arn:aws:eks:${cloud.region}:${cloud.accountId}:fargateprofile/${input.name}/${input.fargateProfileName}/*`;
  return { action: 'eks:DescribeFargateProfile', resources: [{ arn }] };
}

export const listUpdates = operation({
  name: 'ListUpdates',
  access: 'read',
  parameters: { name: required(text()), nodegroupName: text(), addonName: text(), ...paging },
  authorize: (input, { cloud }) => [onUpdates('ListUpdates', input, cloud)],
  run(input, { cloud }) {
    const cluster = findCluster(cloud, input.name);
    if (input.nodegroupName !== undefined) findNodegroup(cluster, input.nodegroupName);
    const updates = [...cluster.updates.values()].filter(
      ({ nodegroup, addon }) => nodegroup === input.nodegroupName && addon === input.addonName,
    );
    const ids = namesPage(
      updates.map(({ id }) => id),
      input,
    );
    return { updateIds: ids.items, nextToken: ids.next };
  },
});

export const describeUpdate = operation({
  name: 'DescribeUpdate',
  access: 'read',
  parameters: {
    name: required(text()),
    updateId: required(text()),
    nodegroupName: text(),
    addonName: text(),
  },
  authorize: (input, { cloud }) => [onUpdates('DescribeUpdate', input, cloud)],
  run(input, { cloud }) {
    const cluster = findCluster(cloud, input.name);
    const update = cluster.updates.get(input.updateId);
    if (update && update.nodegroup === input.nodegroupName && update.addon === input.addonName)
      return { update: updateOutput(update) };
    throw new AwsError('ResourceNotFoundException', `No update found for ID: ${input.updateId}`, 404, {
      clusterName: cluster.name,
    });
  },
});
