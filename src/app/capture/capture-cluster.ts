import type { FleetSnapshot, Readings } from '../../core/fleet/fleet-snapshot.ts';
import { stopwatch } from '../stopwatch.ts';
import { readCluster } from './read-cluster.ts';
import type { ClusterPorts, OnProgress } from './read-cluster.ts';
import { readNames } from './read-names.ts';
import { readReplicaSets } from './read-replica-sets.ts';
import { targetsOf } from './targets-of.ts';

/** Nodes that are meant, without any configuration. */
export interface NodeChoice {
  /** What the cluster is called in the report. */
  readonly cluster: string;
  /** What the chosen nodes are called in the report. */
  readonly nodeGroup: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
}

/** What can be seen through the Kubernetes API alone. Whatever the cloud would say is skipped, and said to be. */
export async function captureCluster(
  ports: ClusterPorts,
  { cluster: name, nodeGroup, nodeSelector }: NodeChoice,
  onProgress?: OnProgress,
): Promise<FleetSnapshot> {
  const elapsedMs = stopwatch(ports.clock);
  const version = await ports.cluster.version();
  const versionMs = elapsedMs();
  const listed = await readCluster(ports, undefined, onProgress);
  const names = await readNames(ports, undefined);
  const targets = targetsOf({ nodeSelector, ref: {} }, listed.nodes, NO_CLOUD);
  const { replicaSets, requestMs = versionMs } = await readReplicaSets(ports, listed.pods, targets);
  return {
    takenAt: ports.clock.now(),
    readingMs: elapsedMs(),
    requestMs: Math.min(requestMs, versionMs),
    // The uid is what a plan is bound to, and nothing is planned here.
    cluster: { name, uid: '', version },
    nodeGroup,
    targets,
    readings: { ...listed, ...names, ...WITHOUT_CLOUD, access: ONLY_LOOKING, replicaSets },
  };
}

const NO_CLOUD = { kind: 'skipped', reason: 'AWS is not asked' } as const;

/** The rights that count are drover's, and they are not those of whoever looks. */
const ONLY_LOOKING = { kind: 'skipped', reason: "drover's own rights are not asked for" } as const;

const WITHOUT_CLOUD: Pick<
  Readings,
  | 'owner'
  | 'group'
  | 'instances'
  | 'release'
  | 'activity'
  | 'subnets'
  | 'image'
  | 'template'
  | 'eksCluster'
  | 'managedGroup'
  | 'targetGroups'
  | 'vcpuQuotas'
  | 'images'
> = {
  owner: NO_CLOUD,
  group: NO_CLOUD,
  instances: NO_CLOUD,
  release: NO_CLOUD,
  activity: NO_CLOUD,
  subnets: NO_CLOUD,
  image: NO_CLOUD,
  template: NO_CLOUD,
  eksCluster: NO_CLOUD,
  managedGroup: NO_CLOUD,
  targetGroups: NO_CLOUD,
  vcpuQuotas: NO_CLOUD,
  images: NO_CLOUD,
};
