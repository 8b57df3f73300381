import { ec2Protocol } from '../wire/query-protocol.ts';
import { operationsByName, type Service } from '../wire/service.ts';
import { EC2_WORDS } from '../wire/service-words.ts';
import { createTags, deleteTags, runInstances, terminateInstances } from './change-instances.ts';
import { describeImages } from './describe-images.ts';
import { describeInstances, describeInstanceStatus } from './describe-instances.ts';
import { describeInstanceTypeOfferings, describeInstanceTypes, describeSubnets } from './describe-places.ts';
import {
  createLaunchTemplateVersion,
  describeLaunchTemplates,
  describeLaunchTemplateVersions,
  modifyLaunchTemplate,
} from './launch-templates.ts';

export const EC2: Service = {
  name: 'ec2',
  protocol: ec2Protocol('http://ec2.amazonaws.com/doc/2016-11-15/'),
  words: EC2_WORDS,
  operations: operationsByName(
    describeInstances,
    describeInstanceStatus,
    terminateInstances,
    runInstances,
    describeLaunchTemplates,
    describeLaunchTemplateVersions,
    createLaunchTemplateVersion,
    modifyLaunchTemplate,
    describeImages,
    describeInstanceTypes,
    describeInstanceTypeOfferings,
    describeSubnets,
    createTags,
    deleteTags,
  ),
};
