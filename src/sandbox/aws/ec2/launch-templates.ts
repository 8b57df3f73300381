import { arnOf, type CloudState } from '../cloud/cloud-state.ts';
import type { LaunchTemplate, LaunchTemplateVersion } from '../cloud/launch-template.ts';
import { latestVersion, templateVersion } from '../cloud/launch-template-book.ts';
import { resolveImage } from '../cloud/plan-launch.ts';
import { type Authorization, onEverything } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, integer, list, required, text } from '../wire/fields.ts';
import type { OutputObject } from '../wire/tree.ts';
import { ec2Operation, ec2Page } from './ec2-operation.ts';
import { filterField, matchesFilters, tagSet } from './filters.ts';
import { findTemplate, findVersion } from './find-template.ts';
import { readTemplateData, templateDataFields, templateDataOutput } from './template-data.ts';

const PAGE_MAX = 200;

export const describeLaunchTemplates = ec2Operation({
  name: 'DescribeLaunchTemplates',
  access: 'read',
  parameters: {
    LaunchTemplateId: list(text()),
    LaunchTemplateName: list(text({ min: 3, max: 128 })),
    Filter: filterField,
    MaxResults: integer({ min: 1, max: PAGE_MAX }),
    NextToken: text(),
  },
  authorize: () => [onEverything('ec2:DescribeLaunchTemplates')],
  run(input, { cloud }) {
    const named = [
      ...input.LaunchTemplateId.map((id) => findTemplate(cloud, id, undefined)),
      ...input.LaunchTemplateName.map((name) => findTemplate(cloud, undefined, name)),
    ];
    const templates = (named.length > 0 ? named : cloud.templates.all()).filter(({ tags, name, createdAt }) =>
      matchesFilters(
        {
          tags,
          attributes: { 'launch-template-name': [name], 'create-time': [new Date(createdAt).toISOString()] },
        },
        input.Filter,
      ),
    );
    const { items, nextToken } = ec2Page(templates, {
      token: input.NextToken,
      size: input.MaxResults ?? PAGE_MAX,
      key: ({ id }) => id,
    });
    return { launchTemplates: items.map((template) => templateOutput(template)), nextToken };
  },
});

export const describeLaunchTemplateVersions = ec2Operation({
  name: 'DescribeLaunchTemplateVersions',
  access: 'read',
  parameters: {
    LaunchTemplateId: text(),
    LaunchTemplateName: text({ min: 3, max: 128 }),
    LaunchTemplateVersion: list(text()),
    MinVersion: text(),
    MaxVersion: text(),
    ResolveAlias: flag(),
    MaxResults: integer({ min: 1, max: PAGE_MAX }),
    NextToken: text(),
  },
  authorize: () => [onEverything('ec2:DescribeLaunchTemplateVersions')],
  run(input, { cloud }) {
    const { LaunchTemplateId: id, LaunchTemplateName: name } = input;
    const everyTemplate = id === undefined && name === undefined;
    const templates = everyTemplate ? cloud.templates.all() : [findTemplate(cloud, id, name)];
    const rows = templates.flatMap((template) =>
      versionsWanted(template, input).map((version) => ({ template, version })),
    );
    const { items, nextToken } = ec2Page(rows, {
      token: input.NextToken,
      size: input.MaxResults ?? PAGE_MAX,
      // Newest first, as EC2 lists them.
      key: ({ template, version }) => `${template.id}/${String(1e9 - version.number).padStart(10, '0')}`,
    });
    const launchTemplateVersionSet = items.map(({ template, version }) =>
      versionOutput(template, version, cloud, input.ResolveAlias === true),
    );
    return { launchTemplateVersionSet, nextToken };
  },
});

function versionsWanted(
  template: LaunchTemplate,
  input: {
    readonly LaunchTemplateVersion: readonly string[];
    readonly MinVersion: string | undefined;
    readonly MaxVersion: string | undefined;
  },
): readonly LaunchTemplateVersion[] {
  if (input.LaunchTemplateVersion.length > 0)
    return [...new Set(input.LaunchTemplateVersion.map((wanted) => findVersion(template, wanted)))];
  const min = Number(input.MinVersion ?? 1);
  const max = Number(input.MaxVersion ?? latestVersion(template));
  return template.versions.filter(({ number }) => number >= min && number <= max);
}

export const createLaunchTemplateVersion = ec2Operation({
  name: 'CreateLaunchTemplateVersion',
  access: 'write',
  parameters: {
    LaunchTemplateId: text(),
    LaunchTemplateName: text({ min: 3, max: 128 }),
    LaunchTemplateData: required(templateDataFields),
    SourceVersion: text(),
    VersionDescription: text({ max: 255 }),
    ClientToken: text({ max: 128 }),
    ResolveAlias: flag(),
  },
  authorize: (input, { cloud }) => [onTemplate('CreateLaunchTemplateVersion', input, cloud)],
  run(input, { cloud, principal }) {
    const template = findTemplate(cloud, input.LaunchTemplateId, input.LaunchTemplateName);
    const { ClientToken: token, VersionDescription: description } = input;
    const given = readTemplateData(input.LaunchTemplateData);
    const asked = JSON.stringify({ given, source: input.SourceVersion, description });
    const repeated = token === undefined ? undefined : template.tokens.get(token);
    if (repeated && repeated.asked !== asked) {
      throw new AwsError(
        'IdempotentParameterMismatch',
        `The request uses the same client token as a previous, but non-identical request.`,
      );
    }
    const earlier = repeated && templateVersion(template, String(repeated.version));
    if (earlier) return { launchTemplateVersion: versionOutput(template, earlier, cloud, false) };
    // What the source says stays, but for the parameters that are given: each of them as a whole.
    const source = input.SourceVersion === undefined ? {} : findVersion(template, input.SourceVersion).data;
    const version = cloud.templates.addVersion(template, {
      data: { ...source, ...given },
      description,
      createdBy: principal.arn,
    });
    if (token !== undefined) template.tokens.set(token, { asked, version: version.number });
    return { launchTemplateVersion: versionOutput(template, version, cloud, input.ResolveAlias === true) };
  },
});

export const modifyLaunchTemplate = ec2Operation({
  name: 'ModifyLaunchTemplate',
  access: 'write',
  parameters: {
    LaunchTemplateId: text(),
    LaunchTemplateName: text({ min: 3, max: 128 }),
    SetDefaultVersion: text(),
    ClientToken: text({ max: 128 }),
  },
  authorize: (input, { cloud }) => [onTemplate('ModifyLaunchTemplate', input, cloud)],
  run(input, { cloud }) {
    const template = findTemplate(cloud, input.LaunchTemplateId, input.LaunchTemplateName);
    if (input.SetDefaultVersion !== undefined)
      template.defaultVersion = findVersion(template, input.SetDefaultVersion).number;
    return { launchTemplate: templateOutput(template) };
  },
});

function onTemplate(
  action: string,
  input: { readonly LaunchTemplateId: string | undefined; readonly LaunchTemplateName: string | undefined },
  cloud: CloudState,
): Authorization {
  const template = cloud.templates.find(input.LaunchTemplateId ?? input.LaunchTemplateName ?? '');
  const arn = arnOf(cloud, 'ec2', `launch-template/${template?.id ?? input.LaunchTemplateId ?? '*'}`);
  return { action: `ec2:${action}`, resources: [{ arn, tags: Object.fromEntries(template?.tags ?? []) }] };
}

function templateOutput(template: LaunchTemplate): OutputObject {
  return {
    launchTemplateId: template.id,
    launchTemplateName: template.name,
    createTime: new Date(template.createdAt),
    createdBy: template.createdBy,
    defaultVersionNumber: template.defaultVersion,
    latestVersionNumber: latestVersion(template),
    tagSet: tagSet(template.tags),
  };
}

function versionOutput(
  template: LaunchTemplate,
  version: LaunchTemplateVersion,
  cloud: CloudState,
  resolve: boolean,
): OutputObject {
  const image = resolve ? resolveImage(version.data.ImageId, cloud) : undefined;
  return {
    launchTemplateId: template.id,
    launchTemplateName: template.name,
    versionNumber: version.number,
    versionDescription: version.description,
    createTime: new Date(version.createdAt),
    createdBy: version.createdBy,
    defaultVersion: version.number === template.defaultVersion,
    launchTemplateData: templateDataOutput(
      version.data,
      image?.kind === 'image' ? image.imageId : version.data.ImageId,
    ),
  };
}
