import type { EksClusterState, ManagedGroupState } from '../../../src/core/fleet/eks-state.ts';
import type { GroupActivity } from '../../../src/core/fleet/group-activity.ts';
import type { ImagePull } from '../../../src/core/fleet/image-pull.ts';
import type { MachineImage, Subnet, TemplateFacts } from '../../../src/core/fleet/launch-facts.ts';
import type { TargetGroup } from '../../../src/core/fleet/target-group.ts';
import type { VcpuQuota } from '../../../src/core/fleet/vcpu-quota.ts';
import type { CloudFacts } from '../../../src/ports/cloud-facts.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import type { MemoryCloud } from './memory-cloud.ts';
import { PortFaults } from './port-faults.ts';
import type { Wire } from './wire.ts';

/** A group that nobody else acts on. */
const QUIET: GroupActivity = { refreshes: [], hooks: [], scheduled: [], launches: [], warmInstances: [] };

/** More than any rollout of a test needs. */
const FREE_ADDRESSES = 1_000;

/** As if nobody else used the region. */
const PLENTY: VcpuQuota = { code: 'L-1216C47A', limit: 100_000, used: 6, perInstance: 2 };

/** What else there is in a MemoryCloud, as far as a test says; without a word of it all is as it should be. */
export class MemoryCloudFacts implements CloudFacts {
  readonly cloud: MemoryCloud;
  readonly activities = new Map<string, Partial<GroupActivity>>();
  readonly groupSubnets = new Map<string, readonly Subnet[]>();
  readonly quotas = new Map<string, readonly VcpuQuota[]>();
  readonly images = new Map<string, Partial<MachineImage>>();
  /** By the reference of a container's image; others are in registries that nobody can ask. */
  readonly pulls = new Map<string, ImagePull>();
  readonly balancers = new Map<string, TargetGroup>();
  templateFacts: TemplateFacts = { httpTokens: 'required', hopLimit: 2 };
  readonly clusters = new Map<string, EksClusterState>();
  readonly managed = new Map<string, ManagedGroupState>();
  readonly #wire: Wire;

  constructor(cloud: MemoryCloud, wire: Wire = new PortFaults()) {
    this.cloud = cloud;
    this.#wire = wire;
  }

  activity(groupName: string, since: number): Promise<GroupActivity> {
    return this.#wire.run('activity', () => {
      const failed = (this.cloud.failures.get(groupName) ?? [])
        .filter(({ at }) => at >= since)
        .map(({ at, text }) => ({ at, succeeded: false, message: text }));
      return { ...QUIET, launches: failed, ...this.activities.get(groupName) };
    });
  }

  subnets(groupName: string): Promise<readonly Subnet[]> {
    return this.#wire.run('subnets', () => {
      const zones = this.cloud.groups.get(groupName)?.zones ?? [];
      const usual = zones.map((zone) => ({ id: `subnet-${zone}`, zone, freeAddresses: FREE_ADDRESSES }));
      return this.groupSubnets.get(groupName) ?? usual;
    });
  }

  vcpuQuotas(groupName: string): Promise<readonly VcpuQuota[]> {
    return this.#wire.run('vcpu quotas', () => this.quotas.get(groupName) ?? [PLENTY]);
  }

  image(imageId: string): Promise<MachineImage> {
    return this.#wire.run('image', () => ({
      imageId,
      state: this.cloud.images.has(imageId) ? 'available' : 'deregistered',
      architecture: 'x86_64',
      ...this.images.get(imageId),
    }));
  }

  imagePulls(images: readonly string[]): Promise<readonly ImagePull[]> {
    return this.#wire.run('image pulls', () =>
      images.map((image) => this.pulls.get(image) ?? { image, state: 'unknown' }),
    );
  }

  template(): Promise<TemplateFacts> {
    return this.#wire.run('template', () => this.templateFacts);
  }

  targetGroups(arns: readonly string[]): Promise<readonly TargetGroup[]> {
    return this.#wire.run('target groups', () => arns.flatMap((arn) => this.balancers.get(arn) ?? []));
  }

  eksCluster(name: string): Promise<EksClusterState> {
    return this.#wire.run(
      'eks cluster',
      () => this.clusters.get(name) ?? { status: 'ACTIVE', issues: [], updates: [] },
    );
  }

  managedGroup(eksCluster: string, name: string): Promise<ManagedGroupState> {
    return this.#wire.run('managed group', () => {
      const group = this.managed.get(name);
      if (!group)
        throw new PortError('not-found', 'eks:DescribeNodegroup', `${eksCluster} has no node group ${name}`);
      return group;
    });
  }
}
