/** Who replaces the nodes of a group. Only `self-managed` groups are replaced by drover itself. */
export type GroupOwner =
  | { readonly kind: 'self-managed' }
  /** `eksCluster`: its name in EKS, which may be another one than drover's. */
  | { readonly kind: 'managed-node-group'; readonly name: string; readonly eksCluster?: string }
  | { readonly kind: 'karpenter'; readonly nodePool: string }
  | { readonly kind: 'fargate' }
  | { readonly kind: 'auto-mode' };

export interface GroupInstance {
  readonly instanceId: string;
  readonly zone: string;
  /** EC2 Auto Scaling's own word: Pending, InService, Terminating, Terminating:Wait, Standby … */
  readonly lifecycleState: string;
  readonly healthStatus: string;
  /** The template version it was launched from, if a launch template was used. */
  readonly templateVersion?: string;
  readonly protectedFromScaleIn: boolean;
}

/** The Auto Scaling group behind a node group, as described at one moment. */
export interface GroupState {
  readonly name: string;
  readonly arn: string;
  readonly minSize: number;
  readonly maxSize: number;
  readonly desired: number;
  readonly zones: readonly string[];
  readonly instances: readonly GroupInstance[];
  /** Undefined when the group uses a launch configuration. `version` may be `$Latest` or `$Default`. */
  readonly template?: { readonly id: string; readonly name: string; readonly version: string };
  /** Template overrides of a mixed instances policy that name a template of their own. */
  readonly overrideTemplates: readonly string[];
  readonly mixed: boolean;
  readonly suspendedProcesses: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly targetGroupArns: readonly string[];
  readonly warmPool: boolean;
}

/** What an EC2 instance really runs. */
export interface InstanceState {
  readonly instanceId: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly zone: string;
  /** pending, running, shutting-down, terminated, stopping, stopped. */
  readonly state: string;
  readonly privateDnsName: string;
  /** Epoch ms. */
  readonly launchedAt: number;
}

/** The release a node group should run: an image, and the template version that carries it. */
export interface Release {
  readonly imageId: string;
  readonly imageName: string;
  readonly templateId: string;
  /** A version number, never `$Latest`. */
  readonly templateVersion: string;
  /** From the SSM release parameter or the image's name, where it says so: `1.32.4-20261101`. */
  readonly releaseVersion?: string;
  readonly imageOwner?: string;
  /** Epoch ms. */
  readonly imageCreatedAt?: number;
  readonly architecture?: string;
}
