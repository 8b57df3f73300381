import { objectName } from '../../core/fleet/workload.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import type { WorkloadBaseline } from '../../core/health/baseline.ts';
import { cohortsOf } from '../../core/health/cohorts.ts';
import type { GateTiming } from '../../core/health/gate-timing.ts';
import type { CohortSample, Sample } from '../../core/health/sample.ts';
import { inParallel } from '../in-parallel.ts';
import type { GatePorts } from './gate-ports.ts';
import { podsOfWorkloads } from './pods-of-workloads.ts';

/** One sample of each workload: its pods on patched nodes, and those on others, over the same trailing window. */
export async function measureWorkloads(
  ports: GatePorts,
  workloads: readonly Workload[],
  baselines: readonly WorkloadBaseline[],
  patchedNodes: ReadonlySet<string>,
  timing: GateTiming,
): Promise<readonly Sample[]> {
  const pods = await podsOfWorkloads(ports, workloads);
  return inParallel(workloads, async (workload) => {
    const name = objectName(workload.kind, workload.metadata.namespace, workload.metadata.name);
    const at = ports.clock.now();
    const cohorts = cohortsOf(workload, pods, patchedNodes, timing, at);
    const baseline = baselines.find((one) => one.workload === name);
    const measure = async (names: readonly string[]): Promise<CohortSample> =>
      measureCohort(ports, { workload, name, baseline, timing }, names);
    const [patched, unpatched] = await Promise.all([measure(cohorts.patched), measure(cohorts.unpatched)]);
    return { workload: name, at, patched, unpatched, warming: cohorts.warming };
  });
}

interface Subject {
  readonly workload: Workload;
  readonly name: string;
  readonly baseline: WorkloadBaseline | undefined;
  readonly timing: GateTiming;
}

const NOBODY: CohortSample = {
  pods: 0,
  requests: { kind: 'not-offered', why: 'there are no such pods' },
  use: { kind: 'not-offered', why: 'there are no such pods' },
};

async function measureCohort(
  { metrics }: GatePorts,
  { workload, name, baseline, timing }: Subject,
  names: readonly string[],
): Promise<CohortSample> {
  if (names.length === 0) return NOBODY;
  const cohort = { workload: name, namespace: workload.metadata.namespace ?? '', pods: names };
  const edge = baseline?.requests?.slowAboveSeconds;
  const window = { lengthMs: timing.rateMs, ...(edge === undefined ? {} : { slowAboveSeconds: edge }) };
  const source = baseline?.source;
  const [requests, use] = await Promise.all([
    source && source.kind !== 'none'
      ? metrics.counts(cohort, source, window)
      : ({ kind: 'not-offered', why: source?.why ?? 'it was not there before the drain' } as const),
    metrics.use(cohort, timing.rateMs),
  ]);
  return { pods: names.length, requests, use };
}
