import type { CloudState } from '../cloud/cloud-state.ts';
import type { LaunchTemplate, LaunchTemplateVersion } from '../cloud/launch-template.ts';
import { templateVersion } from '../cloud/launch-template-book.ts';
import { AwsError } from '../wire/aws-error.ts';

/** A launch template by id or by name, one of them; refuses in EC2's words. */
export function findTemplate(
  cloud: CloudState,
  id: string | undefined,
  name: string | undefined,
): LaunchTemplate {
  if (id === undefined && name === undefined) {
    throw new AwsError(
      'MissingParameter',
      'Either a launch template ID or a launch template name must be specified in the request.',
    );
  }
  if (id !== undefined && name !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'You may not specify both a launch template ID and a launch template name in the request.',
    );
  }
  if (id !== undefined && !/^lt-[0-9a-f]{8,17}$/.test(id)) {
    throw new AwsError(
      'InvalidLaunchTemplateId.Malformed',
      `Launch template ID '${id}' is invalid. Ensure that the value is in the correct format, then retry the request.`,
    );
  }
  const template = cloud.templates.find(id ?? name ?? '');
  if (template) return template;
  if (id !== undefined)
    throw new AwsError(
      'InvalidLaunchTemplateId.NotFound',
      `The specified launch template, with template ID ${id}, does not exist.`,
    );
  throw new AwsError(
    'InvalidLaunchTemplateName.NotFoundException',
    'The specified launch template, with template name ' + name + ', does not exist.',
  );
}

export function findVersion(template: LaunchTemplate, wanted: string): LaunchTemplateVersion {
  const version = templateVersion(template, wanted);
  if (version) return version;
  throw new AwsError(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${wanted} for the launch template with ID ${template.id}.`,
  );
}
