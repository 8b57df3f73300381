import type { Authorization } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, type InputOf, list, required, structure, text } from '../wire/fields.ts';
import { type CallContext, operation } from '../wire/operation.ts';
import { findGroup, onGroup, validationError } from './group-access.ts';

const TAGS_MAX = 50;

const parameters = {
  Tags: required(
    list(
      structure({
        ResourceId: required(text()),
        ResourceType: required(text()),
        Key: required(text({ min: 1, max: 128 })),
        Value: text({ max: 256 }),
        PropagateAtLaunch: flag(),
      }),
    ),
  ),
};
type Input = InputOf<typeof parameters>;

export const createOrUpdateTags = operation({
  name: 'CreateOrUpdateTags',
  access: 'write',
  parameters,
  authorize: (input, context) => tagAuthorizations('CreateOrUpdateTags', input, context, true),
  run(input, { cloud }) {
    for (const tag of input.Tags) refuseReserved(tag.Key);
    const groups = input.Tags.map((tag) => taggedGroup(tag, cloud));
    input.Tags.forEach((tag, index) => {
      const group = groups[index];
      if (!group) return;
      if (!group.tags.has(tag.Key) && group.tags.size >= TAGS_MAX) {
        throw new AwsError(
          'LimitExceeded',
          `You have reached the limit of ${TAGS_MAX} tags for the Auto Scaling group ${group.name}.`,
        );
      }
      group.tags.set(tag.Key, { value: tag.Value ?? '', propagate: tag.PropagateAtLaunch ?? false });
    });
    return undefined;
  },
});

export const deleteTags = operation({
  name: 'DeleteTags',
  access: 'write',
  parameters,
  authorize: (input, context) => tagAuthorizations('DeleteTags', input, context, false),
  run(input, { cloud }) {
    for (const tag of input.Tags) {
      const group = taggedGroup(tag, cloud);
      // A value that is given must be the present one.
      if (tag.Value === undefined || group.tags.get(tag.Key)?.value === tag.Value) group.tags.delete(tag.Key);
    }
    return undefined;
  },
});

function taggedGroup(tag: Input['Tags'][number], cloud: CallContext['cloud']): ReturnType<typeof findGroup> {
  if (tag.ResourceType !== 'auto-scaling-group')
    throw validationError(
      `Invalid resource type: ${tag.ResourceType}. The only supported value is auto-scaling-group.`,
    );
  return findGroup(cloud, tag.ResourceId);
}

function refuseReserved(key: string): void {
  if (/^aws:/i.test(key)) throw validationError(`Reserved tag keys are not allowed: ${key}`);
}

/** Each group is asked for by itself; the keys and values of the request are there for the conditions. */
function tagAuthorizations(
  action: string,
  input: Input,
  context: CallContext,
  withValues: boolean,
): readonly Authorization[] {
  const names = [...new Set(input.Tags.map(({ ResourceId }) => ResourceId))];
  return names.map((name) => {
    const mine = input.Tags.filter(({ ResourceId }) => ResourceId === name);
    const values = withValues
      ? mine.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, [Value ?? '']] as const)
      : [];
    return onGroup(action, name, context, {
      'aws:TagKeys': mine.map(({ Key }) => Key),
      ...Object.fromEntries(values),
    });
  });
}
