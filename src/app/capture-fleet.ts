import type { FleetSnapshot } from '../core/fleet/fleet-snapshot.ts';
import { NEEDED_RIGHTS } from './capture/needed-rights.ts';
import { readCloud } from './capture/read-cloud.ts';
import type { CloudPorts } from './capture/read-cloud.ts';
import { readCluster } from './capture/read-cluster.ts';
import type { ClusterPorts, OnProgress } from './capture/read-cluster.ts';
import { readNames } from './capture/read-names.ts';
import { readImages } from './capture/read-images.ts';
import { readReplicaSets } from './capture/read-replica-sets.ts';
import { readTargetGroups } from './capture/read-target-groups.ts';
import { targetsOf } from './capture/targets-of.ts';
import { tryRead } from './capture/try-read.ts';
import { ifWanted } from './capture/wanted.ts';
import type { Wanted } from './capture/wanted.ts';
import type { GroupSettings } from './group-settings.ts';
import { readyEngines } from './own-engines.ts';
import { stopwatch } from './stopwatch.ts';

interface CaptureOptions {
  /** The node our own engine runs on, where it runs in this cluster. */
  readonly ownNode?: string | undefined;
  /** The readings that are asked for; left out: all of them. */
  readonly wanted?: Wanted;
  readonly onProgress?: OnProgress;
}

/** Reads everything preflight may look at. What cannot be read is said as such, and the rest goes on. */
export async function captureFleet(
  ports: ClusterPorts & CloudPorts,
  settings: GroupSettings,
  { ownNode, wanted, onProgress }: CaptureOptions = {},
): Promise<FleetSnapshot> {
  const { cluster, clock } = ports;
  const elapsedMs = stopwatch(clock);
  const identity = await cluster.identity();
  const identityMs = elapsedMs();
  const [listed, cloud, names, access] = await Promise.all([
    readCluster(ports, wanted, onProgress),
    readCloud(ports, settings, wanted),
    readNames(ports, wanted),
    ifWanted(wanted, 'access', async () => tryRead(clock, async () => cluster.access(NEEDED_RIGHTS))),
  ]);
  const { pods, targetGroupBindings: bindings } = listed;
  const targets = targetsOf(settings, listed.nodes, cloud.group);
  const [{ replicaSets, requestMs }, targetGroups] = await Promise.all([
    readReplicaSets(ports, pods, targets),
    ifWanted(wanted, 'targetGroups', async () =>
      readTargetGroups(ports, { bindings, pods, group: cloud.group, targets }),
    ),
  ]);
  const workloads = [replicaSets, listed.statefulSets, listed.jobs];
  const images = await ifWanted(wanted, 'images', async () =>
    readImages(ports, { pods, targets, workloads }),
  );
  return {
    takenAt: clock.now(),
    readingMs: elapsedMs(),
    requestMs: Math.min(requestMs ?? Number.POSITIVE_INFINITY, identityMs),
    cluster: { ...identity, name: settings.cluster },
    nodeGroup: settings.nodeGroup,
    targets,
    ...(ownNode === undefined ? {} : { ownNode }),
    ...(ownNode !== undefined && pods.kind === 'read'
      ? { ownReplicas: readyEngines(pods.value, settings.namespace).length }
      : {}),
    readings: { ...listed, ...cloud, ...names, access, replicaSets, targetGroups, images },
  };
}
