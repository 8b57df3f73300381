import { objectName } from '../../core/fleet/workload.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import type { WorkloadBaseline } from '../../core/health/baseline.ts';
import { cohortsOf } from '../../core/health/cohorts.ts';
import type { GateTiming } from '../../core/health/gate-timing.ts';
import type { Measured } from '../../core/health/measured.ts';
import type { CohortSample, RequestCounts, Sample } from '../../core/health/sample.ts';
import type { RequestWindow } from '../../ports/metrics.ts';
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
    const [patched, unpatched, whole] = await Promise.all([
      measure(cohorts.patched),
      measure(cohorts.unpatched),
      measureWhole(ports, { workload, name, baseline, timing }, [...cohorts.patched, ...cohorts.unpatched]),
    ]);
    return {
      workload: name,
      at,
      patched,
      unpatched,
      warming: cohorts.warming,
      ...(whole ? { whole } : {}),
    };
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
  const [requests, use] = await Promise.all([
    baseline?.source.kind === 'series'
      ? metrics.counts(cohort, baseline.source, windowOf(baseline, timing))
      : ({ kind: 'not-offered', why: whyNoSeries(baseline) } as const),
    metrics.use(cohort, timing.rateMs),
  ]);
  return { pods: names.length, requests, use };
}

/** A source that knows no pods is asked once, for all of them. */
async function measureWhole(
  { metrics }: GatePorts,
  { workload, name, baseline, timing }: Subject,
  names: readonly string[],
): Promise<Measured<RequestCounts> | undefined> {
  if (baseline?.source.kind !== 'ambient') return undefined;
  const cohort = { workload: name, namespace: workload.metadata.namespace ?? '', pods: names };
  return metrics.counts(cohort, baseline.source, windowOf(baseline, timing));
}

function windowOf({ requests }: WorkloadBaseline, { rateMs }: GateTiming): RequestWindow {
  const edge = requests?.slowAboveSeconds;
  return { lengthMs: rateMs, ...(edge === undefined ? {} : { slowAboveSeconds: edge }) };
}

function whyNoSeries(baseline: WorkloadBaseline | undefined): string {
  if (baseline?.source.kind === 'none') return baseline.source.why;
  return baseline ? 'the source knows no pods' : 'it was not there before the drain';
}
