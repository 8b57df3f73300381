import type { ImageTraits } from '../../machines.ts';
import { createEksBuilder, type EksBuilder } from '../eks/eks-builder.ts';
import { createElbBuilder, type ElbBuilder } from '../elb/elb-builder.ts';
import { createGroupBuilder, type GroupBuilder } from '../scaling/group-builder.ts';
import type { CloudState } from './cloud-state.ts';
import type { ImageFacts } from './image-catalogue.ts';
import type { LaunchTemplate, LaunchTemplateData, LaunchTemplateVersion } from './launch-template.ts';
import type { Parameter } from './parameter-book.ts';
import type { Subnet } from './subnet-book.ts';
import { writeUserData } from './user-data.ts';

/** What scenarios build an account with, and what they do to it later. One object each, good defaults. */
export interface CloudBuilder extends GroupBuilder, EksBuilder, ElbBuilder {
  addSubnet(subnet: {
    readonly zone: string;
    readonly cidr: string;
    readonly subnetId?: string;
    readonly heldByOthers?: number;
    readonly tags?: Readonly<Record<string, string>>;
  }): Subnet;
  /** An image that kubelets can boot, with EC2's facts of it; `imageId` is made up if left out. */
  addImage(image: ImageDraft): ImageTraits;
  addLaunchTemplate(template: LaunchTemplateDraft): LaunchTemplate;
  /** A new version as infrastructure code makes it: the newest one with some parameters changed. */
  addLaunchTemplateVersion(version: {
    readonly template: string;
    readonly data: LaunchTemplateData;
    readonly description?: string;
    readonly makeDefault?: boolean;
  }): LaunchTemplateVersion;
  setParameter(parameter: {
    readonly name: string;
    readonly value: string;
    readonly type?: Parameter['type'];
  }): Parameter;
  /** Takes capacity away (`left: 0`) or gives it back (`left: Infinity`). */
  setCapacity(rule: { readonly zone?: string; readonly instanceType?: string; readonly left: number }): void;
  /** What the account may run at once, by the quota's code: `L-1216C47A`. */
  setQuota(quota: { readonly code: string; readonly value: number }): void;
  /** Somebody with EC2 rights terminates an instance, past its group. */
  terminateInstance(instance: { readonly instanceId: string }): void;
  /** Its status checks begin to fail, or pass again. */
  setInstanceHealth(instance: { readonly instanceId: string; readonly healthy: boolean }): void;
}

type ImageDraft = Partial<ImageTraits> &
  Partial<Omit<ImageFacts, 'tags'>> & {
    readonly name: string;
    readonly tags?: Readonly<Record<string, string>>;
  };

interface LaunchTemplateDraft {
  readonly name: string;
  /** `ami-…` or `resolve:ssm:/path`. */
  readonly imageId: string;
  readonly instanceType?: string;
  /** The cluster that the user data joins. */
  readonly cluster?: string;
  readonly nodeLabels?: Readonly<Record<string, string>>;
  readonly nodeTaints?: Parameters<typeof writeUserData>[0]['taints'];
  readonly tags?: Readonly<Record<string, string>>;
  /** Name of an instance profile: then who names the template for a group needs iam:PassRole on the role of that name. */
  readonly instanceProfile?: string;
  /** Anything else of the template, over all of the above. */
  readonly data?: LaunchTemplateData;
  readonly id?: string;
}

export function createBuilder(state: CloudState): CloudBuilder {
  const root = `arn:aws:iam::${state.accountId}:root`;
  return {
    ...createGroupBuilder(state),
    ...createEksBuilder(state),
    ...createElbBuilder(state),
    addSubnet: (draft) => addSubnet(state, draft),
    addImage: (draft) => addImage(state, draft),
    addLaunchTemplate: (draft) =>
      state.templates.add({ ...draft, data: templateData(draft), createdBy: root }),
    addLaunchTemplateVersion(draft) {
      const template = state.templates.find(draft.template);
      if (!template) throw new Error(`there is no launch template ${draft.template}`);
      const data = { ...template.versions.at(-1)?.data, ...draft.data };
      const version = state.templates.addVersion(template, {
        data,
        description: draft.description,
        createdBy: root,
      });
      if (draft.makeDefault) template.defaultVersion = version.number;
      return version;
    },
    setParameter: ({ name, value, type }) => state.parameters.set(name, value, type),
    setCapacity: (rule) => state.capacity.set(rule),
    setQuota: ({ code, value }) => state.quotas.set(code, value),
    terminateInstance({ instanceId }) {
      const instance = state.instances.get(instanceId);
      if (!instance) throw new Error(`there is no instance ${instanceId}`);
      state.instances.terminate(instance, 'user');
    },
    setInstanceHealth({ instanceId, healthy }) {
      const instance = state.instances.get(instanceId);
      if (!instance) throw new Error(`there is no instance ${instanceId}`);
      instance.healthy = healthy;
    },
  };
}

function addSubnet(state: CloudState, draft: Parameters<CloudBuilder['addSubnet']>[0]): Subnet {
  const letter = draft.zone.slice(-1);
  const subnet: Subnet = {
    subnetId: draft.subnetId ?? state.identities.resource('subnet'),
    vpcId: 'vpc-0d20e400000000001',
    zone: draft.zone,
    zoneId: `${zonePrefix(state.region)}-az${letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1}`,
    cidr: draft.cidr,
    tags: new Map(Object.entries(draft.tags ?? {})),
    heldByOthers: draft.heldByOthers ?? 0,
  };
  state.subnets.add(subnet);
  return subnet;
}

/** `us-east-1` → `use1`, as zone ids begin. */
function zonePrefix(region: string): string {
  const [area = '', direction = '', number = ''] = region.split('-');
  return `${area}${direction.charAt(0)}${number}`;
}

function addImage(state: CloudState, draft: ImageDraft): ImageTraits {
  const { state: imageState, ownerId, ownerAlias, deprecatedAt, shared, tags, ...behaviour } = draft;
  const traits: ImageTraits = {
    imageId: state.identities.resource('ami'),
    kubeletVersion: 'v1.32.3-eks-473151a',
    osImage: 'Amazon Linux 2023.7.20250414',
    kernelVersion: '6.1.132-147.221.amzn2023.x86_64',
    architecture: 'x86_64',
    createdAt: state.clock.now(),
    joinMs: 25_000,
    readyMs: 12_000,
    joins: true,
    ...behaviour,
  };
  const facts = { state: imageState, ownerId, ownerAlias, deprecatedAt, shared, tags };
  state.images.add(
    traits,
    Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
  );
  return traits;
}

function templateData(draft: LaunchTemplateDraft): LaunchTemplateData {
  const registration = { labels: draft.nodeLabels ?? {}, taints: draft.nodeTaints ?? [] };
  return {
    ImageId: draft.imageId,
    InstanceType: draft.instanceType ?? 'm6i.large',
    UserData: writeUserData(registration, draft.cluster ?? 'prod'),
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' },
    ...(draft.instanceProfile === undefined ? {} : { IamInstanceProfile: { Name: draft.instanceProfile } }),
    ...draft.data,
  };
}
