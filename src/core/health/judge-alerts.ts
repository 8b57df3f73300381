import type { FiringAlert } from './firing-alert.ts';
import { SOURCE_ERRORS_MAX } from './gate-rules.ts';
import type { Reason } from './judgement.ts';
import type { Measured } from './measured.ts';

/** What is kept of alerts: those that fired at the claim, and what the looks of the window saw. */
export interface AlertRecord {
  /** Keys: what fired before is not held against the rollout. */
  readonly before: readonly string[];
  /** Oldest first. */
  readonly looks: readonly AlertLook[];
}

type AlertLook =
  | { readonly at: number; readonly firing: readonly FiringAlert[] }
  | { readonly at: number; readonly why: string };

/** Looks that are kept: as many as it takes to know that the source only errs. */
const LOOKS_KEPT = SOURCE_ERRORS_MAX;

/** An evaluator that comes back may fire for a moment. */
const LOOKS_IN_A_ROW = 2;

/** Alerts of one look that are kept and told; more of them say no more. */
const ALERTS_MAX = 10;

export function withAlerts(
  record: AlertRecord,
  at: number,
  answer: Measured<readonly FiringAlert[]>,
): AlertRecord {
  const look =
    answer.kind === 'measured'
      ? { at, firing: newIn(record, answer.value).slice(0, ALERTS_MAX) }
      : { at, why: answer.why };
  return { ...record, looks: [...record.looks, look].slice(-LOOKS_KEPT) };
}

/**
 * T0: alerts that are new since the claim, at two looks in a row, ask for a person: they may have nothing to do with patching, but
 * it is no time to go on. Where they cannot be read, it is not known whether there are any.
 */
export function judgeAlerts(
  record: AlertRecord | undefined,
  windowEnds: number,
  now: number,
): readonly Reason[] {
  if (!record) return [];
  const { looks } = record;
  const last = looks.at(-1);
  const erring = looks.length - 1 - looks.findLastIndex((look) => 'firing' in look);
  if (last && 'why' in last && (erring >= SOURCE_ERRORS_MAX || now >= windowEnds))
    return [reason('UNKNOWN', `Alerts could not be read: ${last.why}.`)];
  const [now1, before1] = looks.flatMap((look) => ('firing' in look ? [look.firing] : [])).toReversed();
  if (!now1 || now1.length === 0) return [];
  const lasting = now1.filter(({ key }) => before1?.some((one) => one.key === key));
  if (lasting.length === 0)
    return [
      reason('EXTEND', `${names(now1)} fires since a moment ago; the next look tells whether it lasts.`),
    ];
  return [
    reason(
      'PAUSE',
      `${names(lasting)} fires, and did not when the node was claimed (${LOOKS_IN_A_ROW} looks in a row).`,
    ),
  ];
}

function newIn({ before }: AlertRecord, firing: readonly FiringAlert[]): readonly FiringAlert[] {
  const fresh = firing.filter(({ key }) => !before.includes(key));
  return fresh.filter(({ key }, index) => fresh.findIndex((one) => one.key === key) === index);
}

function names(alerts: readonly FiringAlert[]): string {
  return alerts.map(({ shown }) => shown).join(', ');
}

function reason(verdict: Reason['verdict'], sentence: string): Reason {
  return { verdict, tier: 'T0', metric: 'alerts', sentence };
}
