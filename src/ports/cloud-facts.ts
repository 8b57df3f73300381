import type { EksClusterState, ManagedGroupState } from '../core/fleet/eks-state.ts';
import type { GroupActivity } from '../core/fleet/group-activity.ts';
import type { ImagePull } from '../core/fleet/image-pull.ts';
import type { MachineImage, Subnet, TemplateFacts } from '../core/fleet/launch-facts.ts';
import type { TargetGroup } from '../core/fleet/target-group.ts';
import type { VcpuQuota } from '../core/fleet/vcpu-quota.ts';

/**
 * What preflight wants to know of a cloud account beside the node groups themselves. Reads alone; nothing of a rollout
 * at work depends on them. Every call has a deadline and throws PortError alone.
 */
export interface CloudFacts {
  /** What else acts on an Auto Scaling group, and its launches since an instant (epoch ms). */
  activity(groupName: string, since: number): Promise<GroupActivity>;
  /** The subnets that the group launches into. */
  subnets(groupName: string): Promise<readonly Subnet[]>;
  /** The quotas that the group's present instances count against; whatever else runs in the region does too. */
  vcpuQuotas(groupName: string): Promise<readonly VcpuQuota[]>;
  image(imageId: string): Promise<MachineImage>;
  /** Whether images of containers are still in their registries; unknown where a registry cannot be asked. */
  imagePulls(images: readonly string[]): Promise<readonly ImagePull[]>;
  template(templateId: string, version: string): Promise<TemplateFacts>;
  /** Target groups that are gone are left out. */
  targetGroups(arns: readonly string[]): Promise<readonly TargetGroup[]>;
  eksCluster(name: string): Promise<EksClusterState>;
  managedGroup(eksCluster: string, name: string): Promise<ManagedGroupState>;
}
