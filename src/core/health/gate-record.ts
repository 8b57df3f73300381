import type { Claim } from '../rollout/claim.ts';
import type { WorkloadBaseline } from './baseline.ts';
import type { FiringAlert } from './firing-alert.ts';
import { withAlerts } from './judge-alerts.ts';
import type { AlertRecord } from './judge-alerts.ts';
import type { Measured } from './measured.ts';
import type { NodeLook } from './node-use.ts';
import { packSample } from './packed-sample.ts';
import type { PackedSample } from './packed-sample.ts';
import type { Sample } from './sample.ts';

/** What the gate remembers of the node in work, and of the last one while none is: for verdicts, pictures and people. */
export interface GateRecord {
  /** Which claim: `claimKey`. */
  readonly claim: string;
  /** What the metrics source is called. */
  readonly source: string;
  /** How often it looks at pods, ms of product time. */
  readonly scrapeMs: number;
  readonly baselines: readonly WorkloadBaseline[];
  /** Of this node's window, oldest first. */
  readonly samples: readonly PackedSample[];
  /** Undefined: nobody wants alerts to be looked at. */
  readonly alerts?: AlertRecord;
  /** Of the same window; undefined: the source knows no nodes. */
  readonly nodes?: readonly NodeLook[];
}

/** A node that was given back and is claimed again is another case. */
export function claimKey({ node, claimedAt }: Pick<Claim, 'node' | 'claimedAt'>): string {
  return `${node.uid}@${claimedAt}`;
}

/** Samples of one window at the most: its extension at the usual pace, and as much again for looks after errors. */
const SAMPLES_A_WORKLOAD_MAX = 80;

/** And in all: the slot has room for a megabyte, and a sample takes some two hundred bytes. */
const SAMPLES_MAX = 2_000;

export function withSamples(record: GateRecord, samples: readonly Sample[]): GateRecord {
  const kept = Math.min(SAMPLES_MAX, SAMPLES_A_WORKLOAD_MAX * Math.max(1, record.baselines.length));
  return { ...record, samples: [...record.samples, ...samples.map(packSample)].slice(-kept) };
}

/** What one look saw beside the workloads. */
export interface Surroundings {
  readonly at: number;
  readonly alerts?: Measured<readonly FiringAlert[]>;
  readonly nodes?: NodeLook;
}

/** Looks at the nodes that are kept: a window and its extension. */
const NODE_LOOKS_MAX = 60;

export function withSurroundings(record: GateRecord, { at, alerts, nodes }: Surroundings): GateRecord {
  return {
    ...record,
    ...(record.alerts && alerts ? { alerts: withAlerts(record.alerts, at, alerts) } : {}),
    ...(nodes ? { nodes: [...(record.nodes ?? []), nodes].slice(-NODE_LOOKS_MAX) } : {}),
  };
}

/** Whether the last look at some workload had no answer from the source: then the next one comes sooner. */
export function lookFailed({ samples }: GateRecord): boolean {
  const lastAt = samples.at(-1)?.[1];
  return samples.some(
    ([, at, , [, patched], [, unpatched], whole]) =>
      at === lastAt && [patched, unpatched, whole].some((packed) => packed?.[0] === 'error'),
  );
}
