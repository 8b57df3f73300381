import type { ReadingName } from '../fleet/fleet-snapshot.ts';
import type { PatchPolicy } from '../plan/patch-policy.ts';
import type { Fleet } from './fleet.ts';
import type { Finding, Severity, UnknownFinding } from './finding.ts';

/** What a check says of one thing: its id is filled in by whoever runs it. */
export type Observation = Omit<Finding, 'id'> | Doubt | PartSkipped;

/** What a check cannot tell about one thing. */
export type Doubt = Omit<UnknownFinding, 'id'> & { readonly severity?: undefined };

/** A part of the question that nobody asked, where the rest was answered: said like a check that was skipped. */
export interface PartSkipped {
  readonly severity?: undefined;
  readonly skipped: string;
  readonly objects: readonly string[];
}

/** A rule about a fleet: what should stop a rollout, or be known before it. */
export interface PreflightCheck {
  /** Stable for ever: it is quoted in Slack, in the docs and in waivers. */
  readonly id: string;
  /** The check's number in the catalogue of the design notes; from 131 on, what the notes do not number. */
  readonly number: number;
  readonly title: string;
  /** Why it matters, in a sentence for the docs. */
  readonly why: string;
  /** The severities it may give. */
  readonly severities: readonly Severity[];
  /** Run again before each node. */
  readonly gate: boolean;
  /** A person may answer for what it finds: the engine can work all the same, and only the workload pays. */
  readonly waivable?: true;
  /** Readings without which the check is UNKNOWN, or skipped where they were not asked for. */
  readonly needs: readonly ReadingName[];
  /** Readings that it looks at where they are there. One that failed makes it UNKNOWN; one not asked for does not. */
  readonly uses?: readonly ReadingName[];
  inspect(fleet: Fleet, policy: PatchPolicy): readonly Observation[];
}
