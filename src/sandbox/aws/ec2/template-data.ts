import type { LaunchTemplateData } from '../cloud/launch-template.ts';
import { type Field, flag, integer, list, required, structure, text } from '../wire/fields.ts';
import type { OutputObject } from '../wire/tree.ts';

/** RequestLaunchTemplateData as the ec2 protocol sends it. A parameter that is not here is refused, not dropped. */
export const templateDataFields = structure({
  ImageId: text(),
  InstanceType: text(),
  KeyName: text(),
  UserData: text(),
  EbsOptimized: flag(),
  DisableApiTermination: flag(),
  SecurityGroupId: list(text()),
  IamInstanceProfile: structure({ Arn: text(), Name: text() }),
  Monitoring: structure({ Enabled: flag() }),
  MetadataOptions: structure({
    HttpTokens: text(),
    HttpPutResponseHopLimit: integer(),
    HttpEndpoint: text(),
    InstanceMetadataTags: text(),
  }),
  BlockDeviceMapping: list(
    structure({
      DeviceName: text(),
      Ebs: structure({
        VolumeSize: integer(),
        VolumeType: text(),
        Encrypted: flag(),
        DeleteOnTermination: flag(),
        KmsKeyId: text(),
        SnapshotId: text(),
        Iops: integer(),
        Throughput: integer(),
      }),
    }),
  ),
  TagSpecification: list(
    structure({
      ResourceType: required(text()),
      Tag: list(structure({ Key: required(text()), Value: text() })),
    }),
  ),
});
type Given = NonNullable<typeof templateDataFields extends Field<infer T> ? T : never>;

/** What was given, in the shape that the cloud keeps; parameters that were left out are not there at all. */
export function readTemplateData(given: Given): LaunchTemplateData {
  const { SecurityGroupId, BlockDeviceMapping, TagSpecification, ...rest } = given;
  const data = {
    ...rest,
    SecurityGroupIds: SecurityGroupId.length > 0 ? SecurityGroupId : undefined,
    BlockDeviceMappings: BlockDeviceMapping.length > 0 ? BlockDeviceMapping : undefined,
    TagSpecifications:
      TagSpecification.length > 0
        ? TagSpecification.map(({ ResourceType, Tag }) => ({
            ResourceType,
            Tags: Tag.map(({ Key, Value }) => ({ Key, Value: Value ?? '' })),
          }))
        : undefined,
  };
  // Undefined entries are dropped on the way, which the type of the result asks for.
  return withoutUndefined(data) as LaunchTemplateData;
}

/** ResponseLaunchTemplateData in EC2's wire names. */
export function templateDataOutput(data: LaunchTemplateData, imageId: string | undefined): OutputObject {
  const { SecurityGroupIds, BlockDeviceMappings, TagSpecifications, ImageId: _stored, ...rest } = data;
  return {
    imageId,
    ...lowerCamel(rest),
    securityGroupIdSet: SecurityGroupIds,
    blockDeviceMappingSet: BlockDeviceMappings?.map((mapping) => lowerCamel(mapping)),
    tagSpecificationSet: TagSpecifications?.map(({ ResourceType, Tags }) => ({
      resourceType: ResourceType,
      tagSet: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
    })),
  };
}

function lowerCamel(value: object): OutputObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      // Only structures, texts, numbers and flags stand in what is given here.
      typeof inner === 'object' && inner !== null
        ? lowerCamel(inner)
        : (inner as string | number | boolean | undefined),
    ]),
  );
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutUndefined(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter((entry: [string, unknown]) => entry[1] !== undefined)
      .map(([key, inner]: [string, unknown]) => [key, withoutUndefined(inner)]),
  );
}
