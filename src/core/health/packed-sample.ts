import type { Measured } from './measured.ts';
import { measured } from './measured.ts';
import type { CohortSample, RequestCounts, ResourceUse, Sample } from './sample.ts';

/**
 * A sample as it is kept in the slot, which has room for a megabyte: a node with thirty workloads makes hundreds of them.
 * `[workload, at, warming, patched, unpatched, whole]`, the last one only where the source knows no pods.
 */
export type PackedSample = readonly [string, number, number, PackedCohort, PackedCohort, PackedRequests?];

/** `[pods, requests, use]` */
type PackedCohort = readonly [number, PackedRequests, PackedUse];

/** `[n, bad, slow, p99 in ms]`, or why there is none. */
type PackedRequests = readonly [number, number, number | null, number | null] | PackedGap;

/** `[periods, throttled, memory in thousandths]` */
type PackedUse = readonly [number | null, number | null, number | null] | PackedGap;

type PackedGap = readonly [Gap['kind'], string];
type Gap = Exclude<Measured<unknown>, { kind: 'measured' }>;

/** Why there is no number is cut after so many characters. */
const WHY_MAX = 120;

export function packSample({ workload, at, warming, patched, unpatched, whole }: Sample): PackedSample {
  const cohorts = [workload, at, warming, packCohort(patched), packCohort(unpatched)] as const;
  return whole ? [...cohorts, packMeasured(whole)] : cohorts;
}

export function unpackSample([workload, at, warming, patched, unpatched, whole]: PackedSample): Sample {
  return {
    workload,
    at,
    warming,
    patched: unpackCohort(patched),
    unpatched: unpackCohort(unpatched),
    ...(whole ? { whole: unpackMeasured(whole) } : {}),
  };
}

function packCohort({ pods, requests, use }: CohortSample): PackedCohort {
  return [pods, packMeasured(requests), use.kind === 'measured' ? packUse(use.value) : packGap(use)];
}

function packMeasured(requests: Measured<RequestCounts>): PackedRequests {
  return requests.kind === 'measured' ? packRequests(requests.value) : packGap(requests);
}

function packRequests({ n, bad, slow, p99Seconds }: RequestCounts): PackedRequests {
  return [tenths(n), tenths(bad), slow === undefined ? null : tenths(slow), thousandths(p99Seconds)];
}

function packUse({ cpu, memoryShare }: ResourceUse): PackedUse {
  return [cpu ? tenths(cpu.periods) : null, cpu ? tenths(cpu.throttled) : null, thousandths(memoryShare)];
}

function packGap({ kind, why }: Gap): PackedGap {
  return [kind, why.slice(0, WHY_MAX)];
}

function unpackCohort([pods, requests, use]: PackedCohort): CohortSample {
  return {
    pods,
    requests: unpackMeasured(requests),
    use: isGap(use) ? { kind: use[0], why: use[1] } : unpackUse(use),
  };
}

function isGap(packed: PackedRequests | PackedUse): packed is PackedGap {
  return typeof packed[0] === 'string';
}

function unpackMeasured(packed: PackedRequests): Measured<RequestCounts> {
  return isGap(packed) ? { kind: packed[0], why: packed[1] } : unpackRequests(packed);
}

function unpackRequests([n, bad, slow, p99]: Exclude<PackedRequests, PackedGap>): Measured<RequestCounts> {
  return measured({
    n,
    bad,
    ...(slow === null ? {} : { slow }),
    ...(p99 === null ? {} : { p99Seconds: p99 / 1_000 }),
  });
}

function unpackUse([periods, throttled, memory]: Exclude<PackedUse, PackedGap>): Measured<ResourceUse> {
  return measured({
    ...(periods === null || throttled === null ? {} : { cpu: { periods, throttled } }),
    ...(memory === null ? {} : { memoryShare: memory / 1_000 }),
  });
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function thousandths(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1_000);
}
