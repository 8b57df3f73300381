import type { GroupState } from '../../core/fleet/node-group.ts';
import type { Pod } from '../../core/fleet/pod.ts';
import type { Reading } from '../../core/fleet/reading.ts';
import type { TargetGroup, TargetGroupBinding } from '../../core/fleet/target-group.ts';
import { inParallel } from '../in-parallel.ts';
import type { CloudPorts } from './read-cloud.ts';
import { tryRead } from './try-read.ts';

interface Seen {
  readonly bindings: Reading<readonly TargetGroupBinding[]> | undefined;
  readonly pods: Reading<readonly Pod[]>;
  readonly group: Reading<GroupState>;
  readonly targets: readonly string[];
}

/** The target groups that this rollout can touch: those of the group itself, and of Services beside pods on its nodes. */
export async function readTargetGroups(
  { facts, clock }: Pick<CloudPorts, 'facts' | 'clock'>,
  seen: Seen,
): Promise<Reading<readonly TargetGroup[]>> {
  const arns = arnsOf(seen);
  return tryRead(clock, async () =>
    (await inParallel(arns, async (arn) => facts.targetGroups([arn]))).flat(),
  );
}

function arnsOf({ bindings, pods, group, targets }: Seen): readonly string[] {
  const nodes = new Set(targets);
  const onTargets =
    pods.kind === 'read' ? pods.value.filter(({ spec }) => nodes.has(spec.nodeName ?? '')) : [];
  const namespaces = new Set(onTargets.map(({ metadata }) => metadata.namespace));
  const bound = bindings?.kind === 'read' ? bindings.value : [];
  return [
    ...new Set([
      ...(group.kind === 'read' ? group.value.targetGroupArns : []),
      ...bound
        .filter(({ metadata }) => namespaces.has(metadata.namespace))
        .flatMap(({ spec }) => spec.targetGroupARN ?? []),
    ]),
  ];
}
