import { restJsonProtocol } from '../wire/json-protocol.ts';
import { operationsByName, type Service } from '../wire/service.ts';
import { jsonWords } from '../wire/service-words.ts';
import { describeAddon, listAddons } from './describe-addons.ts';
import {
  describeCluster,
  describeFargateProfile,
  describeNodegroup,
  describeUpdate,
  listFargateProfiles,
  listNodegroups,
  listUpdates,
} from './describe-clusters.ts';
import { updateNodegroupVersion } from './update-nodegroup.ts';

export const EKS: Service = {
  name: 'eks',
  protocol: restJsonProtocol([
    { action: 'DescribeCluster', method: 'GET', path: '/clusters/{name}' },
    { action: 'ListNodegroups', method: 'GET', path: '/clusters/{name}/node-groups' },
    { action: 'DescribeNodegroup', method: 'GET', path: '/clusters/{name}/node-groups/{nodegroupName}' },
    {
      action: 'UpdateNodegroupVersion',
      method: 'POST',
      path: '/clusters/{name}/node-groups/{nodegroupName}/update-version',
    },
    { action: 'ListUpdates', method: 'GET', path: '/clusters/{name}/updates' },
    { action: 'DescribeUpdate', method: 'GET', path: '/clusters/{name}/updates/{updateId}' },
    { action: 'ListAddons', method: 'GET', path: '/clusters/{name}/addons' },
    { action: 'DescribeAddon', method: 'GET', path: '/clusters/{name}/addons/{addonName}' },
    { action: 'ListFargateProfiles', method: 'GET', path: '/clusters/{name}/fargate-profiles' },
    {
      action: 'DescribeFargateProfile',
      method: 'GET',
      path: '/clusters/{name}/fargate-profiles/{fargateProfileName}',
    },
  ]),
  words: jsonWords({ malformedCode: 'InvalidParameterException', signatureStatus: 403 }),
  operations: operationsByName(
    describeCluster,
    listNodegroups,
    describeNodegroup,
    listAddons,
    describeAddon,
    listFargateProfiles,
    describeFargateProfile,
    listUpdates,
    describeUpdate,
    updateNodegroupVersion,
  ),
};
