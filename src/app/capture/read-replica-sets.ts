import { controllerOf } from '../../core/fleet/pod.ts';
import type { Pod } from '../../core/fleet/pod.ts';
import type { Reading } from '../../core/fleet/reading.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import { inParallel } from '../in-parallel.ts';
import { stopwatch } from '../stopwatch.ts';
import type { ClusterPorts } from './read-cluster.ts';
import { following, tryRead } from './try-read.ts';

export interface ReplicaSetsRead {
  readonly replicaSets: Reading<readonly Workload[]>;
  /** How long the quickest of these small requests took, in ms; undefined where there was none. */
  readonly requestMs?: number;
}

/** ReplicaSets are read one by one, those alone that own a pod on a target: ten old ones stand beside each of them. */
export async function readReplicaSets(
  { cluster, clock }: ClusterPorts,
  pods: Reading<readonly Pod[]>,
  targets: readonly string[],
): Promise<ReplicaSetsRead> {
  const owners = pods.kind === 'read' ? ownersOn(pods.value, new Set(targets)) : [];
  let requestMs: number | undefined;
  const replicaSets = await following(pods, async () =>
    tryRead(clock, async () => {
      const found = await inParallel(owners, async (owner) => {
        const elapsedMs = stopwatch(clock);
        const workload = await cluster.getWorkload({ kind: 'ReplicaSet', ...owner });
        requestMs = Math.min(requestMs ?? Number.POSITIVE_INFINITY, elapsedMs());
        return workload;
      });
      return found.filter((workload) => workload !== undefined);
    }),
  );
  return { replicaSets, ...(requestMs === undefined ? {} : { requestMs }) };
}

interface Name {
  readonly namespace: string;
  readonly name: string;
}

function ownersOn(pods: readonly Pod[], targets: ReadonlySet<string>): readonly Name[] {
  const unique = new Map<string, Name>();
  for (const pod of pods) {
    const owner = targets.has(pod.spec.nodeName ?? '') ? controllerOf(pod) : undefined;
    if (owner?.kind !== 'ReplicaSet') continue;
    const namespace = pod.metadata.namespace ?? '';
    unique.set(`${namespace}/${owner.name}`, { namespace, name: owner.name });
  }
  return [...unique.values()];
}
