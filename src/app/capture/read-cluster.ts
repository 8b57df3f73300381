import type { Readings, ReadingName } from '../../core/fleet/fleet-snapshot.ts';
import type { Reading } from '../../core/fleet/reading.ts';
import type { WebhookConfiguration } from '../../core/fleet/webhook-configuration.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cluster, ListedKind, ListedKinds, ListProgress } from '../../ports/cluster.ts';
import { tryRead } from './try-read.ts';
import { ifWanted } from './wanted.ts';
import type { Wanted } from './wanted.ts';

/** What it takes to look at a cluster. */
export interface ClusterPorts {
  readonly cluster: Cluster;
  readonly clock: Clock;
}

/** Told after each page of each list. */
export type OnProgress = (kind: ListedKind, progress: ListProgress) => void;

/** What the lists of a cluster say, ReplicaSets aside: those are read one by one, when the targets are known. */
export type ListedReadings = Pick<
  Readings,
  | 'nodes'
  | 'pods'
  | 'namespaces'
  | 'budgets'
  | 'deployments'
  | 'statefulSets'
  | 'daemonSets'
  | 'jobs'
  | 'cronJobs'
  | 'autoscalers'
  | 'services'
  | 'volumes'
  | 'claims'
  | 'storageClasses'
  | 'csiNodes'
  | 'csiDrivers'
  | 'storageCapacities'
  | 'attachments'
  | 'quotas'
  | 'webhooks'
  | 'signingRequests'
  | 'targetGroupBindings'
>;

type List = <K extends ListedKind>(
  name: ReadingName,
  kind: K,
  absent?: string,
) => Promise<Reading<readonly ListedKinds[K][]>>;

/** Nodes and pods first, by themselves: they are by far the largest. */
export async function readCluster(
  { cluster, clock }: ClusterPorts,
  wanted: Wanted,
  onProgress?: OnProgress,
): Promise<ListedReadings> {
  const list: List = async (name, kind, absent) =>
    ifWanted(wanted, name, async () =>
      tryRead(clock, async () => cluster.list(kind, {}, (progress) => onProgress?.(kind, progress)), absent),
    );
  const nodes = await list('nodes', 'nodes');
  const pods = await list('pods', 'pods');
  return {
    nodes,
    pods,
    ...(await readWorkloads(list)),
    ...(await readStorage(list)),
    ...(await readRules(list)),
  };
}

async function readWorkloads(
  list: List,
): Promise<
  Pick<
    Readings,
    | 'namespaces'
    | 'budgets'
    | 'deployments'
    | 'statefulSets'
    | 'daemonSets'
    | 'jobs'
    | 'cronJobs'
    | 'autoscalers'
    | 'services'
  >
> {
  const [namespaces, budgets, deployments, statefulSets, daemonSets, jobs, cronJobs, autoscalers, services] =
    await Promise.all([
      list('namespaces', 'namespaces'),
      list('budgets', 'poddisruptionbudgets'),
      list('deployments', 'deployments'),
      list('statefulSets', 'statefulsets'),
      list('daemonSets', 'daemonsets'),
      list('jobs', 'jobs'),
      list('cronJobs', 'cronjobs'),
      list('autoscalers', 'horizontalpodautoscalers'),
      list('services', 'services'),
    ]);
  return {
    namespaces,
    budgets,
    deployments,
    statefulSets,
    daemonSets,
    jobs,
    cronJobs,
    autoscalers,
    services,
  };
}

async function readStorage(
  list: List,
): Promise<
  Pick<
    Readings,
    'volumes' | 'claims' | 'storageClasses' | 'csiNodes' | 'csiDrivers' | 'storageCapacities' | 'attachments'
  >
> {
  const [volumes, claims, storageClasses, csiNodes, csiDrivers, storageCapacities, attachments] =
    await Promise.all([
      list('volumes', 'persistentvolumes'),
      list('claims', 'persistentvolumeclaims'),
      list('storageClasses', 'storageclasses'),
      list('csiNodes', 'csinodes'),
      list('csiDrivers', 'csidrivers'),
      list('storageCapacities', 'csistoragecapacities'),
      list('attachments', 'volumeattachments'),
    ]);
  return { volumes, claims, storageClasses, csiNodes, csiDrivers, storageCapacities, attachments };
}

async function readRules(
  list: List,
): Promise<Pick<Readings, 'quotas' | 'webhooks' | 'signingRequests' | 'targetGroupBindings'>> {
  const [quotas, validating, mutating, signingRequests, targetGroupBindings] = await Promise.all([
    list('quotas', 'resourcequotas'),
    list('webhooks', 'validatingwebhookconfigurations'),
    list('webhooks', 'mutatingwebhookconfigurations'),
    list('signingRequests', 'certificatesigningrequests'),
    list('targetGroupBindings', 'targetgroupbindings', NO_BINDINGS),
  ]);
  return { quotas, webhooks: both(validating, mutating), signingRequests, targetGroupBindings };
}

const NO_BINDINGS = 'the AWS load balancer controller is not installed';

/** Half of the webhooks is no answer. */
function both(
  one: Reading<readonly WebhookConfiguration[]>,
  other: Reading<readonly WebhookConfiguration[]>,
): Reading<readonly WebhookConfiguration[]> {
  if (one.kind !== 'read') return one;
  return other.kind === 'read' ? { kind: 'read', value: [...one.value, ...other.value] } : other;
}
