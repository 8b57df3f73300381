import type { CloudState } from '../cloud/cloud-state.ts';
import { latestVersion, templateVersion } from '../cloud/launch-template-book.ts';
import type { TemplateReference } from '../cloud/launch-template.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, required, structure, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import { findCluster, findNodegroup, invalidParameter, onNodegroup } from './eks-access.ts';
import type { EksCluster, Nodegroup } from './eks-book.ts';
import { updateOutput } from './eks-output.ts';
import { runManagedUpdate } from './managed-update.ts';

export const updateNodegroupVersion = operation({
  name: 'UpdateNodegroupVersion',
  access: 'write',
  parameters: {
    name: required(text()),
    nodegroupName: required(text()),
    version: text(),
    releaseVersion: text(),
    launchTemplate: structure({ name: text(), id: text(), version: text() }),
    force: flag(),
    clientRequestToken: text(),
  },
  authorize: (input, { cloud }) => [
    onNodegroup('UpdateNodegroupVersion', input.name, input.nodegroupName, cloud),
  ],
  run(input, { cloud }) {
    const cluster = findCluster(cloud, input.name);
    const nodegroup = findNodegroup(cluster, input.nodegroupName);
    const token = input.clientRequestToken;
    const repeated = [...cluster.updates.values()].find(
      (update) => token !== undefined && update.token === token,
    );
    if (repeated) return { update: updateOutput(repeated) };
    refuseBusy(cluster, nodegroup);
    const group = cloud.groups.get(nodegroup.autoScalingGroupName);
    if (!group)
      throw new AwsError(
        'InvalidRequestException',
        'The Auto Scaling group of this node group could not be found.',
        400,
      );
    const target = targetRelease(cluster, nodegroup, input, cloud);
    const reference = prepareTemplate(nodegroup, group.template, target.imageId, cloud);
    const params = [
      { type: 'Version', value: target.version },
      { type: 'ReleaseVersion', value: target.releaseVersion },
    ];
    const update = cloud.eks.beginUpdate(cluster, {
      type: 'VersionUpdate',
      nodegroup: nodegroup.name,
      params,
      token,
    });
    group.template = reference;
    const apply = (): void => {
      nodegroup.version = target.version;
      nodegroup.releaseVersion = target.releaseVersion;
    };
    void runManagedUpdate(
      { cluster, nodegroup, group, update, force: input.force ?? false, apply },
      cloud.managedUpdates,
    );
    return { update: updateOutput(update) };
  },
});

function refuseBusy(cluster: EksCluster, nodegroup: Nodegroup): void {
  const running = [...cluster.updates.values()].find(
    (update) => update.nodegroup === nodegroup.name && update.status === 'InProgress',
  );
  if (!running && nodegroup.status === 'ACTIVE') return;
  const fields = { clusterName: cluster.name, nodegroupName: nodegroup.name };
  throw new AwsError(
    'ResourceInUseException',
    'Nodegroup cannot be updated as it is currently not in Active State',
    409,
    fields,
  );
}

interface Release {
  readonly version: string;
  readonly releaseVersion: string;
  readonly imageId: string;
}

/** The release that is asked for, or the one that Amazon recommends now, through its public parameters. */
function targetRelease(
  cluster: EksCluster,
  nodegroup: Nodegroup,
  input: { readonly version: string | undefined; readonly releaseVersion: string | undefined },
  cloud: CloudState,
): Release {
  const version = input.version ?? cluster.version;
  const { folder, prefix } = parameterFolder(nodegroup.amiType, version);
  const recommended = cloud.parameters.get(`${folder}/recommended/release_version`)?.value;
  const releaseVersion = input.releaseVersion ?? recommended;
  const date = releaseVersion?.split('-')[1];
  const name =
    input.releaseVersion === undefined || input.releaseVersion === recommended
      ? 'recommended'
      : `${prefix}-v${date}`;
  const imageId = cloud.parameters.get(`${folder}/${name}/image_id`)?.value;
  if (releaseVersion === undefined || imageId === undefined) {
    throw invalidParameter(
      `Requested release version ${input.releaseVersion ?? '(latest)'} is not valid for kubernetes version ${version}.`,
    );
  }
  return { version, releaseVersion, imageId };
}

/** Where the public parameters of an AMI type stand; the Amazon Linux 2023 standard types are known. */
function parameterFolder(
  amiType: string,
  version: string,
): { readonly folder: string; readonly prefix: string } {
  const architecture = amiType.includes('ARM_64') ? 'arm64' : 'x86_64';
  if (!amiType.startsWith('AL2023_') || !amiType.endsWith('_STANDARD')) {
    throw invalidParameter(
      `The sandbox updates node groups of the AMI type AL2023_x86_64_STANDARD and AL2023_ARM_64_STANDARD, not ${amiType}.`,
    );
  }
  return {
    folder: `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/${architecture}/standard`,
    prefix: `amazon-eks-node-al2023-${architecture}-standard-${version}`,
  };
}

/** A new version of the group's own template that differs in its image. */
function prepareTemplate(
  nodegroup: Nodegroup,
  before: TemplateReference | undefined,
  imageId: string,
  cloud: CloudState,
): TemplateReference {
  const template = before && cloud.templates.find(before.id);
  const version = template && templateVersion(template, before.version);
  if (!template || !version)
    throw new AwsError(
      'InvalidRequestException',
      `The launch template of node group ${nodegroup.name} could not be found.`,
      400,
    );
  cloud.templates.addVersion(template, {
    data: { ...version.data, ImageId: imageId },
    createdBy: 'eks-nodegroup.amazonaws.com',
  });
  return { id: template.id, name: template.name, version: String(latestVersion(template)) };
}
