import { objectName } from '../../core/fleet/workload.ts';
import type { Pod } from '../../core/fleet/pod.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import type { WorkloadBaseline } from '../../core/health/baseline.ts';
import { cohortsOf } from '../../core/health/cohorts.ts';
import type { GateTiming } from '../../core/health/gate-timing.ts';
import { seriesChoiceOf } from '../../core/health/series-choice.ts';
import { inParallel } from '../in-parallel.ts';
import type { GatePorts } from './gate-ports.ts';
import { podsOfWorkloads } from './pods-of-workloads.ts';

type BaselinesRead =
  | { readonly kind: 'read'; readonly baselines: readonly WorkloadBaseline[] }
  | { readonly kind: 'unread'; readonly why: string };

type BaselineRead =
  | { readonly kind: 'read'; readonly baseline: WorkloadBaseline }
  | { readonly kind: 'unread'; readonly why: string };

/** How each workload's requests went until now, and which series tell of them. A source that fails makes the whole unread. */
export async function readBaselines(
  ports: GatePorts,
  workloads: readonly Workload[],
  timing: GateTiming,
): Promise<BaselinesRead> {
  const online = await ports.metrics.check();
  if (online.kind !== 'measured') return { kind: 'unread', why: online.why };
  const pods = await podsOfWorkloads(ports, workloads);
  const read = await inParallel(workloads, async (workload) => readBaseline(ports, workload, pods, timing));
  const unread = read.find(({ kind }) => kind === 'unread');
  if (unread?.kind === 'unread') return unread;
  return { kind: 'read', baselines: read.flatMap((one) => (one.kind === 'read' ? [one.baseline] : [])) };
}

async function readBaseline(
  { metrics, clock }: GatePorts,
  workload: Workload,
  pods: readonly Pod[],
  timing: GateTiming,
): Promise<BaselineRead> {
  const name = objectName(workload.kind, workload.metadata.namespace, workload.metadata.name);
  const none = (why: string): BaselineRead => ({
    kind: 'read',
    baseline: { workload: name, source: { kind: 'none', why } },
  });
  // Whatever node they are on: that is how the workload is before it is touched.
  const { unpatched } = cohortsOf(workload, pods, new Set(), { ...timing, rateMs: 0 }, clock.now());
  if (unpatched.length === 0) return none('none of its pods is ready');
  const cohort = { workload: name, namespace: workload.metadata.namespace ?? '', pods: unpatched };
  const found = await metrics.find(cohort, seriesChoiceOf(workload.metadata.annotations));
  if (found.kind === 'error') return { kind: 'unread', why: found.why };
  if (found.kind !== 'measured') return none(found.why);
  const past = await metrics.past(cohort, found.value, { ...timing, lengthMs: timing.baselineMs });
  if (past.kind === 'error') return { kind: 'unread', why: past.why };
  const requests = past.kind === 'measured' ? { requests: past.value } : {};
  return { kind: 'read', baseline: { workload: name, source: found.value, ...requests } };
}
