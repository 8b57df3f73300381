import { arnOf, type CloudState } from '../cloud/cloud-state.ts';
import { writeUserData } from '../cloud/user-data.ts';
import type { AutoScalingGroup } from '../scaling/group.ts';
import { createGroupBuilder } from '../scaling/group-builder.ts';
import type {
  AccessEntry,
  Addon,
  EksCluster,
  EksUpdate,
  FargateProfile,
  HealthIssue,
  Nodegroup,
} from './eks-book.ts';

export interface EksBuilder {
  addCluster(cluster: ClusterDraft): EksCluster;
  /** Who an IAM user or role is inside the cluster. Assumed-role sessions are found by their role. */
  addAccessEntry(entry: {
    readonly cluster: string;
    readonly principalArn: string;
    readonly username?: string;
    readonly groups?: readonly string[];
  }): AccessEntry;
  addManagedNodegroup(nodegroup: NodegroupDraft): Nodegroup;
  addFargateProfile(profile: {
    readonly cluster: string;
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
  }): FargateProfile;
  /** An add-on that EKS looks after. */
  addAddon(addon: {
    readonly cluster: string;
    readonly name: string;
    readonly version?: string;
    readonly status?: Addon['status'];
  }): Addon;
  /** An update that somebody else has begun and that stays as it is. */
  addUpdate(update: {
    readonly cluster: string;
    readonly nodegroup?: string;
    readonly addon?: string;
    readonly status?: EksUpdate['status'];
  }): EksUpdate;
  addHealthIssue(issue: { readonly cluster: string; readonly nodegroup?: string } & HealthIssue): void;
}

interface ClusterDraft {
  readonly name: string;
  /** `https://127.0.0.1:port` of the world's Kubernetes. */
  readonly endpoint: string;
  /** PEM, or the same in base64. */
  readonly certificateAuthority: string;
  readonly version?: string;
  readonly status?: EksCluster['status'];
  readonly tags?: Readonly<Record<string, string>>;
}

interface NodegroupDraft {
  readonly cluster: string;
  readonly name: string;
  /** The image that its instances run; its own template is made for it. */
  readonly imageId: string;
  readonly instanceType?: string;
  readonly desired?: number;
  readonly min?: number;
  readonly max?: number;
  readonly version?: string;
  readonly releaseVersion?: string;
  readonly status?: Nodegroup['status'];
  readonly amiType?: string;
  readonly maxUnavailable?: number;
  readonly updateStrategy?: Nodegroup['updateStrategy'];
  readonly labels?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly runningForMs?: number | false;
}

const THIRTY_DAYS_MS = 2_592_000_000;

export function createEksBuilder(state: CloudState): EksBuilder {
  return {
    addCluster: (draft) => addCluster(state, draft),
    addAccessEntry: (draft) => addAccessEntry(state, draft),
    addManagedNodegroup: (draft) => addNodegroup(state, draft),
    addFargateProfile: (draft) => addFargateProfile(state, draft),
    addAddon: (draft) => addAddon(state, draft),
    addUpdate: (draft) => addUpdate(state, draft),
    addHealthIssue({ cluster: name, nodegroup, ...issue }) {
      const cluster = clusterNamed(state, name);
      const issues = nodegroup === undefined ? cluster.issues : cluster.nodegroups.get(nodegroup)?.issues;
      if (!issues) throw new Error(`there is no managed node group ${nodegroup}`);
      issues.push(issue);
    },
  };
}

function addAccessEntry(state: CloudState, draft: Parameters<EksBuilder['addAccessEntry']>[0]): AccessEntry {
  const entry: AccessEntry = {
    principalArn: draft.principalArn,
    username: draft.username ?? defaultUsername(draft.principalArn),
    groups: draft.groups ?? [],
  };
  clusterNamed(state, draft.cluster).accessEntries.set(entry.principalArn, entry);
  return entry;
}

function addFargateProfile(
  state: CloudState,
  draft: Parameters<EksBuilder['addFargateProfile']>[0],
): FargateProfile {
  const cluster = clusterNamed(state, draft.cluster);
  const profile: FargateProfile = {
    name: draft.name,
    arn: arnOf(state, 'eks', `fargateprofile/${cluster.name}/${draft.name}/${state.identities.uuid()}`),
    createdAt: state.clock.now() - THIRTY_DAYS_MS,
    status: 'ACTIVE',
    subnetIds: cluster.subnetIds,
    selectors: [{ namespace: draft.namespace, labels: draft.labels ?? {} }],
  };
  cluster.fargateProfiles.set(profile.name, profile);
  return profile;
}

function addAddon(state: CloudState, draft: Parameters<EksBuilder['addAddon']>[0]): Addon {
  const cluster = clusterNamed(state, draft.cluster);
  const addon: Addon = {
    name: draft.name,
    arn: arnOf(state, 'eks', `addon/${cluster.name}/${draft.name}/${state.identities.uuid()}`),
    version: draft.version ?? 'v1.0.0-eksbuild.1',
    createdAt: state.clock.now() - THIRTY_DAYS_MS,
    status: draft.status ?? 'ACTIVE',
  };
  cluster.addons.set(addon.name, addon);
  return addon;
}

function addUpdate(
  state: CloudState,
  draft: Parameters<EksBuilder['addUpdate']>[0],
): ReturnType<EksBuilder['addUpdate']> {
  const cluster = clusterNamed(state, draft.cluster);
  const { nodegroup, addon } = draft;
  const scope = {
    ...(nodegroup === undefined ? {} : { nodegroup }),
    ...(addon === undefined ? {} : { addon }),
  };
  const type = draft.addon === undefined ? 'VersionUpdate' : 'AddonUpdate';
  const update = state.eks.beginUpdate(cluster, { type, params: [], ...scope });
  update.status = draft.status ?? 'InProgress';
  return update;
}

function addCluster(state: CloudState, draft: ClusterDraft): EksCluster {
  const isPem = draft.certificateAuthority.includes('BEGIN CERTIFICATE');
  const [subnet] = state.subnets.all();
  const cluster: EksCluster = {
    name: draft.name,
    arn: arnOf(state, 'eks', `cluster/${draft.name}`),
    createdAt: state.clock.now() - THIRTY_DAYS_MS,
    version: draft.version ?? '1.32',
    platformVersion: 'eks.9',
    endpoint: draft.endpoint,
    certificateAuthority: isPem
      ? Buffer.from(draft.certificateAuthority).toString('base64')
      : draft.certificateAuthority,
    status: draft.status ?? 'ACTIVE',
    authenticationMode: 'API',
    subnetIds: state.subnets.all().map(({ subnetId }) => subnetId),
    vpcId: subnet?.vpcId ?? '',
    issues: [],
    tags: new Map(Object.entries(draft.tags ?? {})),
    nodegroups: new Map(),
    fargateProfiles: new Map(),
    addons: new Map(),
    updates: new Map(),
    accessEntries: new Map(),
  };
  state.eks.add(cluster);
  return cluster;
}

function addNodegroup(state: CloudState, draft: NodegroupDraft): Nodegroup {
  const cluster = clusterNamed(state, draft.cluster);
  const id = state.identities.uuid();
  const group = addGroupOf(state, cluster, draft, id);
  const createdAt = state.clock.now() - THIRTY_DAYS_MS;
  const nodegroup: Nodegroup = {
    name: draft.name,
    arn: arnOf(state, 'eks', `nodegroup/${cluster.name}/${draft.name}/${id}`),
    createdAt,
    modifiedAt: createdAt,
    version: draft.version ?? cluster.version,
    releaseVersion: draft.releaseVersion ?? `${cluster.version}.3-20250403`,
    status: draft.status ?? 'ACTIVE',
    amiType: draft.amiType ?? 'AL2023_x86_64_STANDARD',
    instanceTypes: [draft.instanceType ?? 'm6i.large'],
    subnetIds: group.subnetIds,
    autoScalingGroupName: group.name,
    labels: draft.labels ?? {},
    taints: [],
    maxUnavailable: draft.maxUnavailable ?? 1,
    updateStrategy: draft.updateStrategy ?? 'DEFAULT',
    launchTemplate: undefined,
    issues: [],
    tags: new Map(Object.entries(draft.tags ?? {})),
  };
  cluster.nodegroups.set(nodegroup.name, nodegroup);
  return nodegroup;
}

/** The Auto Scaling group and the launch template that EKS makes for a node group. */
function addGroupOf(
  state: CloudState,
  cluster: EksCluster,
  draft: NodegroupDraft,
  id: string,
): AutoScalingGroup {
  const labels = {
    'eks.amazonaws.com/nodegroup': draft.name,
    'eks.amazonaws.com/nodegroup-image': draft.imageId,
    ...draft.labels,
  };
  const template = state.templates.add({
    name: `eks-${id}`,
    createdBy: `arn:aws:sts::${state.accountId}:assumed-role/AWSServiceRoleForAmazonEKSNodegroup/EKS`,
    data: {
      ImageId: draft.imageId,
      InstanceType: draft.instanceType ?? 'm6i.large',
      UserData: writeUserData({ labels, taints: [] }, cluster.name),
    },
    tags: { 'eks:cluster-name': cluster.name, 'eks:nodegroup-name': draft.name },
  });
  const desired = draft.desired ?? 2;
  return createGroupBuilder(state).addAutoScalingGroup({
    name: `eks-${draft.name}-${id}`,
    launchTemplate: template.id,
    version: '1',
    desired,
    min: draft.min ?? 1,
    max: draft.max ?? desired * 2,
    cluster: cluster.name,
    tags: { 'eks:cluster-name': cluster.name, 'eks:nodegroup-name': draft.name },
    ...(draft.runningForMs === undefined ? {} : { runningForMs: draft.runningForMs }),
  });
}

/** As EKS makes them: the ARN itself for a user, the assumed-role form with its session for a role. */
function defaultUsername(principalArn: string): string {
  const [, account, role] = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(principalArn) ?? [];
  return role === undefined ? principalArn : `arn:aws:sts::${account}:assumed-role/${role}/{{SessionName}}`;
}

function clusterNamed(state: CloudState, name: string): EksCluster {
  const cluster = state.eks.get(name);
  if (!cluster) throw new Error(`there is no EKS cluster ${name}`);
  return cluster;
}
