import { createHash } from 'node:crypto';
import type { CloudState } from '../cloud/cloud-state.ts';
import type { AutoScalingGroup } from '../scaling/group.ts';
import type { OutputObject } from '../wire/tree.ts';
import type { Addon, EksCluster, EksUpdate, FargateProfile, Nodegroup } from './eks-book.ts';

export function clusterOutput(cluster: EksCluster, cloud: CloudState): OutputObject {
  const oidc = createHash('md5').update(cluster.arn).digest('hex').toUpperCase();
  return {
    name: cluster.name,
    arn: cluster.arn,
    createdAt: new Date(cluster.createdAt),
    version: cluster.version,
    endpoint: cluster.endpoint,
    roleArn: `arn:aws:iam::${cloud.accountId}:role/eks-cluster`,
    resourcesVpcConfig: {
      subnetIds: cluster.subnetIds,
      securityGroupIds: [],
      clusterSecurityGroupId: 'sg-0c105e00000000001',
      vpcId: cluster.vpcId,
      endpointPublicAccess: true,
      endpointPrivateAccess: true,
      publicAccessCidrs: ['0.0.0.0/0'],
    },
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: '172.20.0.0/16',
      ipFamily: 'ipv4',
      elasticLoadBalancing: { enabled: false },
    },
    logging: {
      clusterLogging: [
        { types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], enabled: false },
      ],
    },
    identity: { oidc: { issuer: `https://oidc.eks.${cloud.region}.amazonaws.com/id/${oidc}` } },
    status: cluster.status,
    certificateAuthority: { data: cluster.certificateAuthority },
    platformVersion: cluster.platformVersion,
    tags: Object.fromEntries(cluster.tags),
    health: { issues: cluster.issues.map((issue) => ({ ...issue })) },
    accessConfig: { authenticationMode: cluster.authenticationMode },
    upgradePolicy: { supportType: 'EXTENDED' },
    computeConfig: { enabled: false },
  };
}

export function nodegroupOutput(
  nodegroup: Nodegroup,
  cluster: EksCluster,
  group: AutoScalingGroup | undefined,
): OutputObject {
  return {
    nodegroupName: nodegroup.name,
    nodegroupArn: nodegroup.arn,
    clusterName: cluster.name,
    version: nodegroup.version,
    releaseVersion: nodegroup.releaseVersion,
    createdAt: new Date(nodegroup.createdAt),
    modifiedAt: new Date(nodegroup.modifiedAt),
    status: nodegroup.status,
    capacityType: 'ON_DEMAND',
    scalingConfig: group && { minSize: group.min, maxSize: group.max, desiredSize: group.desired },
    instanceTypes: nodegroup.instanceTypes,
    subnets: nodegroup.subnetIds,
    amiType: nodegroup.amiType,
    nodeRole: nodegroup.arn.replace(/^arn:aws:eks:[^:]+:(\d+):.*$/, 'arn:aws:iam::$1:role/eks-node'),
    labels: nodegroup.labels,
    taints: nodegroup.taints.map((taint) => ({ ...taint })),
    resources: { autoScalingGroups: [{ name: nodegroup.autoScalingGroupName }] },
    diskSize: nodegroup.launchTemplate ? undefined : 20,
    health: { issues: nodegroup.issues.map((issue) => ({ ...issue })) },
    updateConfig: { maxUnavailable: nodegroup.maxUnavailable, updateStrategy: nodegroup.updateStrategy },
    launchTemplate: nodegroup.launchTemplate && { ...nodegroup.launchTemplate },
    tags: Object.fromEntries(nodegroup.tags),
  };
}

export function updateOutput(update: EksUpdate): OutputObject {
  return {
    id: update.id,
    status: update.status,
    type: update.type,
    params: update.params.map((param) => ({ ...param })),
    createdAt: new Date(update.createdAt),
    errors: update.errors.map((error) => ({ ...error })),
  };
}

export function addonOutput(addon: Addon, cluster: EksCluster): OutputObject {
  return {
    addonName: addon.name,
    clusterName: cluster.name,
    status: addon.status,
    addonVersion: addon.version,
    health: { issues: [] },
    addonArn: addon.arn,
    createdAt: new Date(addon.createdAt),
    modifiedAt: new Date(addon.createdAt),
    tags: {},
  };
}

export function fargateOutput(profile: FargateProfile, cluster: EksCluster): OutputObject {
  return {
    fargateProfileName: profile.name,
    fargateProfileArn: profile.arn,
    clusterName: cluster.name,
    createdAt: new Date(profile.createdAt),
    podExecutionRoleArn: profile.arn.replace(
      /^arn:aws:eks:[^:]+:(\d+):.*$/,
      'arn:aws:iam::$1:role/eks-fargate',
    ),
    subnets: profile.subnetIds,
    selectors: profile.selectors.map(({ namespace, labels }) => ({ namespace, labels })),
    status: profile.status,
    tags: {},
  };
}
