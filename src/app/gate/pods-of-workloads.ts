import type { Pod } from '../../core/fleet/pod.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import { inParallel } from '../in-parallel.ts';
import type { GatePorts } from './gate-ports.ts';

/** All pods of the namespaces of these workloads. */
export async function podsOfWorkloads(
  { cluster }: Pick<GatePorts, 'cluster'>,
  workloads: readonly Workload[],
): Promise<readonly Pod[]> {
  const namespaces = [
    ...new Set(workloads.flatMap(({ metadata: { namespace } }) => (namespace ? [namespace] : []))),
  ];
  return (await inParallel(namespaces, (namespace) => cluster.list('pods', { namespace }))).flat();
}
