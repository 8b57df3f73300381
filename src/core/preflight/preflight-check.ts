import type { ReadingName } from '../fleet/fleet-snapshot.ts';
import type { PatchPolicy } from '../plan/patch-policy.ts';
import type { Fleet } from './fleet.ts';
import type { Finding, UnknownFinding } from './finding.ts';

/** A rule about a fleet: what should stop a rollout, or be known before it. */
export interface PreflightCheck {
  /** Stable for ever: it is quoted in Slack, in the docs and in waivers. */
  readonly id: string;
  /** The check's number in the catalogue of the design notes. */
  readonly number: number;
  readonly title: string;
  /** Run again before each node. */
  readonly gate: boolean;
  /** Readings without which the check is UNKNOWN. */
  readonly needs: readonly ReadingName[];
  inspect(fleet: Fleet, policy: PatchPolicy): readonly (Finding | UnknownFinding)[];
}
