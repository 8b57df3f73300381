import type { GroupOwner, GroupState, InstanceState, Release } from '../core/fleet/node-group.ts';

/** A node group as the configuration names it. */
export interface NodeGroupRef {
  /** The EKS cluster name, if it is one: managed node groups are found through it. */
  readonly eksCluster?: string;
  readonly autoScalingGroup?: string;
  readonly managedNodeGroup?: string;
}

/** Where the release to run comes from. */
export type ReleaseSource =
  /** The newest version of the group's launch template, made by infrastructure code. */
  | { readonly kind: 'launch-template' }
  /** A fixed version of it. */
  | { readonly kind: 'template-version'; readonly version: string }
  /** The image an SSM parameter names, in a template version that differs in ImageId alone. */
  | { readonly kind: 'ssm'; readonly parameter: string };

export type TerminateOutcome =
  | { readonly kind: 'terminating' }
  /** Not in the group any more: it is gone or going. */
  | { readonly kind: 'gone' };

/** The cloud's side of node groups: EC2 Auto Scaling, EC2, EKS, SSM. Every call has a deadline and throws PortError alone. */
export interface NodeGroups {
  /** Who replaces the nodes of this group: an EKS managed node group is not ours to edit. */
  owner(ref: NodeGroupRef): Promise<GroupOwner>;
  /** Undefined if there is no such group. */
  describe(groupName: string): Promise<GroupState | undefined>;
  instances(instanceIds: readonly string[]): Promise<readonly InstanceState[]>;
  /**
   * The release that the group should run, resolved to an image and a version number. Reads only. For `ssm` the version
   * is the newest one that has the image and is else like the one in use; where there is none it is the one in use, whose
   * image is another (see `releaseOfVersion`): then a version must be made from it.
   */
  release(group: GroupState, source: ReleaseSource): Promise<Release>;
  /** The image of one version of a template, for going back. */
  releaseOfVersion(templateId: string, version: string): Promise<Release>;
  /** For `ssm`: a new version that differs from the source in ImageId alone; asked twice with one token it is made once. */
  createTemplateVersion(
    templateId: string,
    sourceVersion: string,
    imageId: string,
    token: string,
  ): Promise<string>;
  /** Texts of failed launches since an instant (epoch ms), newest first. */
  failedLaunches(groupName: string, since: number): Promise<readonly string[]>;
  setDesired(groupName: string, desired: number): Promise<void>;
  useTemplateVersion(groupName: string, templateId: string, version: string): Promise<void>;
  suspend(groupName: string, processes: readonly string[]): Promise<void>;
  resume(groupName: string, processes: readonly string[]): Promise<void>;
  tag(groupName: string, tags: Readonly<Record<string, string>>): Promise<void>;
  untag(groupName: string, keys: readonly string[]): Promise<void>;
  /** Ends exactly this instance. With `decrement` the group does not launch another. */
  terminate(groupName: string, instanceId: string, decrement: boolean): Promise<TerminateOutcome>;
  /** Whether a load balancer still has the instance: `none` was never registered or is out, `draining` is leaving. */
  registration(group: GroupState, instanceId: string): Promise<'none' | 'registered' | 'draining'>;
}
