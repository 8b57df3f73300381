import type { CloudState } from './cloud/cloud-state.ts';
import { isTreeObject, type Tree } from './wire/tree.ts';

export interface EffectObject {
  readonly object: string;
  readonly uid: string;
}

const BY_PREFIX: Readonly<Record<string, string>> = {
  i: 'Instance',
  lt: 'LaunchTemplate',
  ami: 'Image',
  subnet: 'Subnet',
};

/**
 * What a mutating call is about, from its parameters alone, so that a refused or malformed call has an object too. The
 * narrowest one is named: an instance before its group.
 */
export function effectObjects(parameters: Tree, cloud: CloudState): readonly EffectObject[] {
  const tree = isTreeObject(parameters) ? parameters : {};
  const ids = [...texts(tree['InstanceId']), ...texts(tree['InstanceIds']), ...texts(tree['ResourceId'])];
  if (ids.length > 0)
    return ids.map((id) => ({ object: `${BY_PREFIX[id.split('-')[0] ?? ''] ?? 'Resource'}/${id}`, uid: id }));
  const template = texts(tree['LaunchTemplateId'])[0] ?? texts(tree['LaunchTemplateName'])[0];
  if (template !== undefined) {
    const id = cloud.templates.find(template)?.id ?? template;
    return [{ object: `LaunchTemplate/${id}`, uid: id }];
  }
  const nodegroup = texts(tree['nodegroupName'])[0];
  if (nodegroup !== undefined) {
    const cluster = texts(tree['name'])[0] ?? '';
    return [
      {
        object: `Nodegroup/${cluster}/${nodegroup}`,
        uid: cloud.eks.get(cluster)?.nodegroups.get(nodegroup)?.arn ?? '',
      },
    ];
  }
  const groups = [...texts(tree['AutoScalingGroupName']), ...taggedGroups(tree['Tags'])];
  if (groups.length > 0)
    return [...new Set(groups)].map((name) => ({
      object: `AutoScalingGroup/${name}`,
      uid: cloud.groups.get(name)?.arn ?? '',
    }));
  return [{ object: 'unknown', uid: '' }];
}

function texts(tree: Tree | undefined): readonly string[] {
  if (typeof tree === 'string') return tree === '' ? [] : [tree];
  return Array.isArray(tree) ? tree.filter((item): item is string => typeof item === 'string') : [];
}

/** Tags of Auto Scaling name their group one by one. */
function taggedGroups(tree: Tree | undefined): readonly string[] {
  if (!Array.isArray(tree)) return [];
  return tree.flatMap((tag: Tree) => (isTreeObject(tag) ? texts(tag['ResourceId']) : []));
}
