import type { FleetSnapshot, ReadingName, Readings } from '../../core/fleet/fleet-snapshot.ts';
import { instanceIdOf } from '../../core/fleet/node.ts';
import type { Node } from '../../core/fleet/node.ts';
import type { Pod } from '../../core/fleet/pod.ts';
import type { Reading } from '../../core/fleet/reading.ts';
import { selects } from '../../core/fleet/label-selector.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import type { WorkloadBaseline } from '../../core/health/baseline.ts';
import { gateTiming } from '../../core/health/gate-timing.ts';
import type { GateTiming } from '../../core/health/gate-timing.ts';
import type { FoundSurroundings } from '../../core/health/render-surroundings.ts';
import type { Sample } from '../../core/health/sample.ts';
import { PortError } from '../../ports/port-error.ts';
import { captureFleet } from '../capture-fleet.ts';
import type { GroupSettings } from '../group-settings.ts';
import type { GatePorts } from './gate-ports.ts';
import { findSurroundings } from './look-around.ts';
import { measureWorkloads } from './measure-workloads.ts';
import { readBaselines } from './read-baselines.ts';

/** What the gate would know of the workloads on a node group, if it were patched now. */
export type MetricsCheck =
  | {
      readonly kind: 'checked';
      readonly timing: GateTiming;
      readonly baselines: readonly WorkloadBaseline[];
      readonly samples: readonly Sample[];
      readonly surroundings: FoundSurroundings;
    }
  /** The source is away, or fails for one of the workloads. */
  | { readonly kind: 'unread'; readonly why: string };

const WANTED: ReadonlySet<ReadingName> = new Set<ReadingName>([
  'nodes',
  'pods',
  'deployments',
  'statefulSets',
  'owner',
  'group',
  'instances',
  'release',
]);

/** Asks the source for every workload that has pods on the group's nodes, as the engine would at a claim and in a window. */
export async function checkMetrics(
  ports: GatePorts & Parameters<typeof captureFleet>[0],
  settings: GroupSettings,
): Promise<MetricsCheck> {
  const snapshot = await captureFleet(ports, settings, { wanted: WANTED });
  const timing = gateTiming(settings.policy, false, ports.metrics.scrapeMs);
  const workloads = touchedWorkloads(snapshot);
  const read = await readBaselines(ports, workloads, timing);
  if (read.kind === 'unread') return read;
  const [samples, surroundings] = await Promise.all([
    measureWorkloads(ports, workloads, read.baselines, patchedNodes(snapshot), timing),
    findSurroundings(ports.metrics, workloads, targetNodes(snapshot), timing),
  ]);
  return { kind: 'checked', timing, baselines: read.baselines, samples, surroundings };
}

/** The workloads that have pods on the nodes to be replaced. */
export function touchedWorkloads(snapshot: FleetSnapshot): readonly Workload[] {
  const { pods, deployments, statefulSets } = snapshot.readings;
  const targets = new Set(snapshot.targets);
  const onTargets = needed(pods, 'pods').filter(({ spec }) => targets.has(spec.nodeName ?? ''));
  return [...needed(deployments, 'deployments'), ...needed(statefulSets, 'statefulsets')].filter((workload) =>
    onTargets.some((pod) => isOf(pod, workload)),
  );
}

/** The nodes to be replaced, where they could be read. */
export function targetNodes({ readings, targets }: FleetSnapshot): readonly Node[] {
  const { nodes } = readings;
  return nodes.kind === 'read' ? nodes.value.filter(({ metadata }) => targets.includes(metadata.name)) : [];
}

function isOf({ metadata }: Pod, workload: Workload): boolean {
  return (
    metadata.namespace === workload.metadata.namespace && selects(workload.spec.selector, metadata.labels)
  );
}

/** None where the release or the instances cannot be told: then every pod counts as one that is not patched. */
function patchedNodes({ readings }: { readonly readings: Readings }): ReadonlySet<string> {
  const { release, instances, nodes } = readings;
  if (release.kind !== 'read' || instances.kind !== 'read') return new Set();
  const patched = new Set(
    instances.value
      .filter(({ imageId }) => imageId === release.value.imageId)
      .map(({ instanceId }) => instanceId),
  );
  return new Set(
    needed(nodes, 'nodes')
      .filter((node) => patched.has(instanceIdOf(node) ?? ''))
      .map(({ metadata }) => metadata.name),
  );
}

function needed<T>(reading: Reading<T>, what: string): T {
  if (reading.kind === 'read') return reading.value;
  throw new PortError('unavailable', `kubernetes: list ${what}`, reading.reason);
}
