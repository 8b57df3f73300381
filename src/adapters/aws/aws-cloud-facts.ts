import type { EksClusterState, ManagedGroupState } from '../../core/fleet/eks-state.ts';
import type { GroupActivity } from '../../core/fleet/group-activity.ts';
import type { ImagePull } from '../../core/fleet/image-pull.ts';
import type { MachineImage, Subnet, TemplateFacts } from '../../core/fleet/launch-facts.ts';
import type { TargetGroup } from '../../core/fleet/target-group.ts';
import type { VcpuQuota } from '../../core/fleet/vcpu-quota.ts';
import type { CloudFacts } from '../../ports/cloud-facts.ts';
import type { AwsAccount } from './aws-account.ts';
import { describeEksCluster } from './facts/describe-eks-cluster.ts';
import { describeGroupSubnets } from './facts/describe-group-subnets.ts';
import { describeMachineImage } from './facts/describe-machine-image.ts';
import { describeManagedGroup } from './facts/describe-managed-group.ts';
import { describeTargetGroup } from './facts/describe-target-group.ts';
import { findImages } from './facts/find-images.ts';
import { readGroupActivity } from './facts/read-group-activity.ts';
import { readVcpuQuotas } from './facts/read-vcpu-quotas.ts';
import { describeVersion } from './template-versions.ts';

/** What preflight wants to know of an account beside the node groups themselves; each reading in a file of its own. */
export class AwsCloudFacts implements CloudFacts {
  readonly #account: AwsAccount;

  constructor(account: AwsAccount) {
    this.#account = account;
  }

  async activity(groupName: string, since: number): Promise<GroupActivity> {
    return readGroupActivity(this.#account, groupName, since);
  }

  async subnets(groupName: string): Promise<readonly Subnet[]> {
    return describeGroupSubnets(this.#account, groupName);
  }

  async vcpuQuotas(groupName: string): Promise<readonly VcpuQuota[]> {
    return readVcpuQuotas(this.#account, groupName);
  }

  async image(imageId: string): Promise<MachineImage> {
    return describeMachineImage(this.#account, imageId);
  }

  async imagePulls(images: readonly string[]): Promise<readonly ImagePull[]> {
    return findImages(this.#account, images);
  }

  async template(templateId: string, version: string): Promise<TemplateFacts> {
    const { LaunchTemplateData } = await describeVersion(this.#account, templateId, version);
    const { HttpTokens, HttpPutResponseHopLimit } = LaunchTemplateData?.MetadataOptions ?? {};
    return {
      ...(HttpTokens === undefined ? {} : { httpTokens: HttpTokens }),
      ...(HttpPutResponseHopLimit === undefined ? {} : { hopLimit: HttpPutResponseHopLimit }),
    };
  }

  async targetGroups(arns: readonly string[]): Promise<readonly TargetGroup[]> {
    const found = await Promise.all(arns.map(async (arn) => describeTargetGroup(this.#account, arn)));
    return found.filter((group) => group !== undefined);
  }

  async eksCluster(name: string): Promise<EksClusterState> {
    return describeEksCluster(this.#account, name);
  }

  async managedGroup(eksCluster: string, name: string): Promise<ManagedGroupState> {
    return describeManagedGroup(this.#account, eksCluster, name);
  }
}
