import { arnOf, type CloudState } from '../cloud/cloud-state.ts';
import { STATE_CODES } from '../cloud/instance.ts';
import { AwsError } from '../wire/aws-error.ts';
import { integer, list, required, structure, text } from '../wire/fields.ts';
import { namedInstances } from './describe-instances.ts';
import { ec2Operation } from './ec2-operation.ts';
import { findTemplate, findVersion } from './find-template.ts';
import { passRoleAuthorizations, runInstancesAuthorization } from './run-instances-access.ts';

export const terminateInstances = ec2Operation({
  name: 'TerminateInstances',
  access: 'write',
  parameters: { InstanceId: required(list(text())) },
  authorize: (input, { cloud }) => [
    { action: 'ec2:TerminateInstances', resources: input.InstanceId.map((id) => taggedResource(id, cloud)) },
  ],
  run(input, { cloud }) {
    const instances = namedInstances(cloud, input.InstanceId);
    const locked = instances.find(({ data }) => data.DisableApiTermination === true);
    if (locked) {
      throw new AwsError(
        'OperationNotPermitted',
        `The instance '${locked.instanceId}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
      );
    }
    const instancesSet = instances.map((instance) => {
      const previous = instance.state;
      cloud.instances.terminate(instance, 'user');
      return {
        instanceId: instance.instanceId,
        currentState: { code: STATE_CODES[instance.state], name: instance.state },
        previousState: { code: STATE_CODES[previous], name: previous },
      };
    });
    return { instancesSet };
  },
});

/** Only as a dry run: the world's instances come from Auto Scaling groups. */
export const runInstances = ec2Operation({
  name: 'RunInstances',
  access: 'write',
  parameters: {
    LaunchTemplate: required(
      structure({ LaunchTemplateId: text(), LaunchTemplateName: text(), Version: text() }),
    ),
    MinCount: required(integer({ min: 1 })),
    MaxCount: required(integer({ min: 1 })),
    SubnetId: text(),
    ClientToken: text({ max: 64 }),
  },
  authorize(input, { cloud }) {
    const template = findTemplate(
      cloud,
      input.LaunchTemplate.LaunchTemplateId,
      input.LaunchTemplate.LaunchTemplateName,
    );
    const version = findVersion(template, input.LaunchTemplate.Version ?? '$Default');
    return [
      runInstancesAuthorization(
        cloud,
        template,
        version,
        input.SubnetId === undefined ? [] : [input.SubnetId],
      ),
      ...passRoleAuthorizations(cloud, version.data),
    ];
  },
  run() {
    throw new AwsError(
      'UnsupportedOperation',
      'The sandbox runs instances through Auto Scaling groups only; RunInstances is there as a dry run.',
    );
  },
});

const TAGS_MAX = 50;
const tagField = list(structure({ Key: required(text({ max: 127 })), Value: text({ max: 255 }) }));

export const createTags = ec2Operation({
  name: 'CreateTags',
  access: 'write',
  parameters: { ResourceId: required(list(text(), { max: 1000 })), Tag: required(tagField) },
  authorize: (input, { cloud }) => [
    {
      action: 'ec2:CreateTags',
      resources: input.ResourceId.map((id) => taggedResource(id, cloud)),
      keys: {
        'aws:TagKeys': input.Tag.map(({ Key }) => Key),
        ...Object.fromEntries(
          input.Tag.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, [Value ?? '']] as const),
        ),
      },
    },
  ],
  run(input, { cloud }) {
    for (const { Key } of input.Tag) refuseReserved(Key);
    const targets = input.ResourceId.map((id) => tagsOf(id, cloud));
    for (const tags of targets) {
      for (const { Key, Value } of input.Tag) tags.set(Key, Value ?? '');
      const own = [...tags.keys()].filter((key) => !/^aws:/i.test(key));
      if (own.length > TAGS_MAX)
        throw new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
    }
    return { return: true };
  },
});

export const deleteTags = ec2Operation({
  name: 'DeleteTags',
  access: 'write',
  parameters: { ResourceId: required(list(text(), { max: 1000 })), Tag: tagField },
  authorize: (input, { cloud }) => [
    {
      action: 'ec2:DeleteTags',
      resources: input.ResourceId.map((id) => taggedResource(id, cloud)),
      keys: { 'aws:TagKeys': input.Tag.map(({ Key }) => Key) },
    },
  ],
  run(input, { cloud }) {
    for (const tags of input.ResourceId.map((id) => tagsOf(id, cloud))) {
      // No tags named: all of the user's own go.
      const named =
        input.Tag.length > 0
          ? input.Tag
          : [...tags.keys()].filter((key) => !/^aws:/i.test(key)).map((Key) => ({ Key, Value: undefined }));
      for (const { Key, Value } of named)
        if (Value === undefined || tags.get(Key) === Value) tags.delete(Key);
    }
    return { return: true };
  },
});

/** What the sandbox can tag, by the prefix of its id. */
function tagsOf(id: string, cloud: CloudState): Map<string, string> {
  const prefix = id.slice(0, id.indexOf('-'));
  switch (prefix) {
    case 'i': {
      const instance = cloud.instances.get(id);
      if (!instance)
        throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
      return instance.tags;
    }
    case 'lt':
      return findTemplate(cloud, id, undefined).tags;
    case 'ami': {
      const facts = cloud.images.facts(id);
      if (!facts) throw new AwsError('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
      return facts.tags;
    }
    case 'subnet': {
      const subnet = cloud.subnets.get(id);
      if (!subnet) throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
      return subnet.tags;
    }
    default:
      throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  }
}

const KINDS: Readonly<Record<string, string>> = {
  i: 'instance',
  lt: 'launch-template',
  ami: 'image',
  subnet: 'subnet',
};

/** A resource as IAM sees it: ARN and tags; without tags if it does not exist. */
function taggedResource(id: string, cloud: CloudState): { arn: string; tags: Record<string, string> } {
  const arn = arnOf(cloud, 'ec2', `${KINDS[id.slice(0, id.indexOf('-'))] ?? '*'}/${id}`);
  try {
    return { arn, tags: Object.fromEntries(tagsOf(id, cloud)) };
  } catch {
    return { arn, tags: {} };
  }
}

function refuseReserved(key: string): void {
  if (/^aws:/i.test(key))
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
    );
}
