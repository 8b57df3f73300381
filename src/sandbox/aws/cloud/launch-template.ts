/** What a launch template says of the instances to come; the parts that the sandbox knows. */
export interface LaunchTemplateData {
  /** `ami-…`, or `resolve:ssm:/path` that is looked up at each launch. */
  readonly ImageId?: string;
  readonly InstanceType?: string;
  readonly KeyName?: string;
  /** Base64, as the API carries it. */
  readonly UserData?: string;
  readonly EbsOptimized?: boolean;
  readonly DisableApiTermination?: boolean;
  readonly SecurityGroupIds?: readonly string[];
  readonly IamInstanceProfile?: { readonly Arn?: string; readonly Name?: string };
  readonly Monitoring?: { readonly Enabled?: boolean };
  readonly MetadataOptions?: {
    readonly HttpTokens?: string;
    readonly HttpPutResponseHopLimit?: number;
    readonly HttpEndpoint?: string;
    readonly InstanceMetadataTags?: string;
  };
  readonly BlockDeviceMappings?: readonly BlockDevice[];
  readonly TagSpecifications?: readonly TagSpecification[];
}

interface BlockDevice {
  readonly DeviceName?: string;
  readonly Ebs?: {
    readonly VolumeSize?: number;
    readonly VolumeType?: string;
    readonly Encrypted?: boolean;
    readonly DeleteOnTermination?: boolean;
    readonly KmsKeyId?: string;
    readonly SnapshotId?: string;
    readonly Iops?: number;
    readonly Throughput?: number;
  };
}

interface TagSpecification {
  readonly ResourceType: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

export interface LaunchTemplateVersion {
  readonly number: number;
  readonly description: string | undefined;
  readonly data: LaunchTemplateData;
  readonly createdAt: number;
  readonly createdBy: string;
}

export interface LaunchTemplate {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly createdBy: string;
  defaultVersion: number;
  readonly versions: LaunchTemplateVersion[];
  readonly tags: Map<string, string>;
  /** Client tokens of CreateLaunchTemplateVersion, with what was asked then. */
  readonly tokens: Map<string, { readonly asked: string; readonly version: number }>;
}

/** How a group names a template: the version is a number, `$Latest` or `$Default`. */
export interface TemplateReference {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}
