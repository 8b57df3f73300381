import { groupNameOf, PLACE } from './place-names.ts';
import type { Stage } from './stage.ts';

interface NodeGroupDraft {
  /** What people call it; the ordinary group unless said. */
  readonly name?: string;
  /** Six unless said. */
  readonly nodes?: number;
  /** Whether infrastructure code has made a template version with the new image already; it has, unless said. */
  readonly hasNewVersion?: boolean;
  /** World seconds for which a load balancer in front of the nodes lets go of one; no load balancer unless said. */
  readonly deregistrationSeconds?: number;
}

/** A self-managed group over three zones, on the old image. */
export function addNodeGroup(stage: Stage, draft: NodeGroupDraft = {}): void {
  addRegion(stage);
  addGroup(stage, draft);
}

/** Further groups of the same cluster, for worlds with many. */
export function addNodeGroups(stage: Stage, drafts: readonly NodeGroupDraft[]): void {
  addRegion(stage);
  for (const draft of drafts) addGroup(stage, draft);
}

function addRegion({ cloud, clock, newImage }: Stage): void {
  addImages(cloud, clock.now(), newImage);
  PLACE.zones.forEach((zone, index) => cloud.addSubnet({ zone, cidr: `10.0.${index + 1}.0/24` }));
}

function addGroup(
  { cloud }: Stage,
  { name = PLACE.nodeGroup, nodes = 6, hasNewVersion = true, deregistrationSeconds }: NodeGroupDraft,
): void {
  const groupName = groupNameOf(name);
  cloud.addLaunchTemplate({
    name: groupName,
    imageId: PLACE.oldImage,
    instanceType: 'm6i.xlarge',
    cluster: PLACE.eksCluster,
    nodeLabels: { 'drover.example/group': name },
    tags: { 'drover.dev/managed': 'true' },
  });
  if (hasNewVersion) {
    cloud.addLaunchTemplateVersion({
      template: groupName,
      data: { ImageId: PLACE.newImage },
      description: 'AL2023 v20261118',
    });
  }
  const targetGroupArns =
    deregistrationSeconds === undefined ? [] : [addFrontDoor(cloud, deregistrationSeconds)];
  cloud.addAutoScalingGroup({
    name: groupName,
    launchTemplate: groupName,
    version: '1',
    min: nodes,
    desired: nodes,
    max: nodes * 2,
    // They boot before anybody looks, so that how long that takes can be seen on them as on any node.
    runningForMs: 0,
    cluster: PLACE.eksCluster,
    targetGroupArns,
    tags: { 'drover.dev/managed': 'true' },
  });
}

/** The old image and the new one. `now`: world time. */
function addImages(cloud: Stage['cloud'], now: number, newImage: Stage['newImage']): void {
  const day = 86_400_000;
  cloud.addImage({
    imageId: PLACE.oldImage,
    name: 'amazon-eks-node-al2023-x86_64-standard-1.32-v20260901',
    kubeletVersion: 'v1.32.3-eks-473151a',
    osImage: 'Amazon Linux 2023.7.20260825',
    createdAt: now - 80 * day,
  });
  cloud.addImage({
    imageId: PLACE.newImage,
    name: 'amazon-eks-node-al2023-x86_64-standard-1.32-v20261118',
    kubeletVersion: 'v1.32.9-eks-113cf36',
    osImage: 'Amazon Linux 2023.9.20261110',
    kernelVersion: '6.1.158-178.288.amzn2023.x86_64',
    createdAt: now - 3 * day,
    ...newImage,
  });
}

/** A network load balancer whose targets are the nodes themselves; the group registers its instances there. */
function addFrontDoor(cloud: Stage['cloud'], deregistrationDelaySeconds: number): string {
  const { arn } = cloud.addLoadBalancer({ name: 'front-door', type: 'network' });
  return cloud.addTargetGroup({
    name: 'front-door',
    targetType: 'instance',
    protocol: 'TCP',
    port: 30_080,
    loadBalancerArns: [arn],
    deregistrationDelaySeconds,
  }).arn;
}
