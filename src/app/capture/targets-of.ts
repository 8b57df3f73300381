import { instanceIdOf } from '../../core/fleet/node.ts';
import type { Node } from '../../core/fleet/node.ts';
import type { GroupState } from '../../core/fleet/node-group.ts';
import type { Reading } from '../../core/fleet/reading.ts';
import type { GroupSettings } from '../group-settings.ts';

/** The group's nodes: by its instances where it has any, by labels where the configuration says so. */
export function targetsOf(
  { nodeSelector, ref }: Pick<GroupSettings, 'nodeSelector' | 'ref'>,
  nodes: Reading<readonly Node[]>,
  group: Reading<GroupState>,
): readonly string[] {
  if (nodes.kind !== 'read') return [];
  const wanted = Object.entries(nodeSelector ?? {});
  const labelled = nodes.value.filter(({ metadata }) =>
    wanted.every(([key, value]) => metadata.labels?.[key] === value),
  );
  if (group.kind !== 'read') return ref.autoScalingGroup || wanted.length === 0 ? [] : namesOf(labelled);
  const ids = new Set(group.value.instances.map(({ instanceId }) => instanceId));
  return namesOf(labelled.filter((node) => ids.has(instanceIdOf(node) ?? '')));
}

function namesOf(nodes: readonly Node[]): readonly string[] {
  return nodes.map(({ metadata }) => metadata.name);
}
