import type { FleetSnapshot } from '../../core/fleet/fleet-snapshot.ts';
import type { Pod } from '../../core/fleet/pod.ts';
import { objectName } from '../../core/fleet/workload.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import { cohortsOf } from '../../core/health/cohorts.ts';
import { gateOutlook } from '../../core/health/gate-outlook.ts';
import type { FoundSource } from '../../core/health/gate-outlook.ts';
import { renderSurroundings } from '../../core/health/render-surroundings.ts';
import { seriesChoiceOf } from '../../core/health/series-choice.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Metrics } from '../../ports/metrics.ts';
import { inParallel } from '../in-parallel.ts';
import { targetNodes, touchedWorkloads } from './check-metrics.ts';
import { findSurroundings } from './look-around.ts';

/** What the look at nodes looks back on, as in a window of the usual length. */
const RATE_MS = 2 * 60_000;

const NO_SOURCE = 'requests are not judged: no metrics source is configured';

/** What requests will be judged by, of the workloads on the nodes to be replaced. A source that is away is said, and no obstacle yet. */
export async function lookAhead(
  { metrics, clock }: { readonly metrics?: Metrics; readonly clock: Clock },
  snapshot: FleetSnapshot,
): Promise<readonly string[]> {
  if (!metrics) return [NO_SOURCE];
  const { pods, deployments, statefulSets } = snapshot.readings;
  if ([pods, deployments, statefulSets].some(({ kind }) => kind !== 'read') || pods.kind !== 'read')
    return [];
  const online = await metrics.check();
  if (online.kind !== 'measured') return [`${metrics.name} cannot be asked now: ${online.why}`];
  const workloads = touchedWorkloads(snapshot);
  const [found, surroundings] = await Promise.all([
    inParallel(workloads, async (workload) => findSource(metrics, workload, pods.value, clock.now())),
    findSurroundings(metrics, workloads, targetNodes(snapshot), { rateMs: RATE_MS }),
  ]);
  return [...gateOutlook(found), ...renderSurroundings(surroundings)];
}

async function findSource(
  metrics: Metrics,
  workload: Workload,
  pods: readonly Pod[],
  now: number,
): Promise<FoundSource> {
  const { kind, metadata } = workload;
  const name = objectName(kind, metadata.namespace, metadata.name);
  const { unpatched } = cohortsOf(workload, pods, new Set(), ANY_AGE, now);
  if (unpatched.length === 0)
    return { workload: name, found: { kind: 'no-data', why: 'none of its pods is ready' } };
  const cohort = { workload: name, namespace: metadata.namespace ?? '', pods: unpatched };
  return { workload: name, found: await metrics.find(cohort, seriesChoiceOf(metadata.annotations)) };
}

const ANY_AGE = { warmUpMs: 0, rateMs: 0 };
