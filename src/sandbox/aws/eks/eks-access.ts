import { arnOf, type CloudState } from '../cloud/cloud-state.ts';
import type { Authorization, AuthorizedResource } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { EksCluster, Nodegroup } from './eks-book.ts';

export function findCluster(cloud: CloudState, name: string): EksCluster {
  const cluster = cloud.eks.get(name);
  if (!cluster)
    throw new AwsError('ResourceNotFoundException', `No cluster found for name: ${name}.`, 404, {
      clusterName: name,
    });
  return cluster;
}

export function findNodegroup(cluster: EksCluster, name: string): Nodegroup {
  const nodegroup = cluster.nodegroups.get(name);
  if (nodegroup) return nodegroup;
  const fields = { clusterName: cluster.name, nodegroupName: name };
  throw new AwsError('ResourceNotFoundException', `No node group found for name: ${name}.`, 404, fields);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message, 400);
}

/** An action on a cluster. */
export function onCluster(action: string, name: string, cloud: CloudState): Authorization {
  return { action: `eks:${action}`, resources: [clusterResource(name, cloud)] };
}

/** An action on a node group, and on the cluster as well where the service asks for both. */
export function onNodegroup(
  action: string,
  clusterName: string,
  name: string,
  cloud: CloudState,
): Authorization {
  return { action: `eks:${action}`, resources: [nodegroupResource(clusterName, name, cloud)] };
}

/** Updates belong to a cluster, or to a node group or an add-on of it. */
export function onUpdates(
  action: string,
  scope: {
    readonly name: string;
    readonly nodegroupName: string | undefined;
    readonly addonName: string | undefined;
  },
  cloud: CloudState,
): Authorization {
  const resources = [clusterResource(scope.name, cloud)];
  if (scope.nodegroupName !== undefined)
    resources.push(nodegroupResource(scope.name, scope.nodegroupName, cloud));
  if (scope.addonName !== undefined)
    resources.push({ arn: arnOf(cloud, 'eks', `addon/${scope.name}/${scope.addonName}/*`) });
  return { action: `eks:${action}`, resources };
}

function clusterResource(name: string, cloud: CloudState): AuthorizedResource {
  return {
    arn: arnOf(cloud, 'eks', `cluster/${name}`),
    tags: Object.fromEntries(cloud.eks.get(name)?.tags ?? []),
  };
}

function nodegroupResource(clusterName: string, name: string, cloud: CloudState): AuthorizedResource {
  const nodegroup = cloud.eks.get(clusterName)?.nodegroups.get(name);
  const arn = nodegroup?.arn ?? arnOf(cloud, 'eks', `nodegroup/${clusterName}/${name}/*`);
  return { arn, tags: Object.fromEntries(nodegroup?.tags ?? []) };
}
