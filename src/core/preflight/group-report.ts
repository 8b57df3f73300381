import type { Finding, Severity, UnknownFinding } from './finding.ts';
import type { PreflightReport } from './preflight-report.ts';

/** Everything one check found, by the workload it is about. */
export interface CheckGroup {
  /** The check's id. */
  readonly id: string;
  /** `unknown`: the check could not be answered. */
  readonly level: Severity | 'unknown';
  readonly count: number;
  readonly subjects: readonly SubjectGroup[];
}

export interface SubjectGroup {
  /** `Deployment/shop/cart`, or `Pods of shop` where no owner is named. */
  readonly subject: string;
  readonly count: number;
  /** What is said of the first; the others differ in names and numbers at most. */
  readonly message: string;
  /** Empty for an unknown: what to do is in its reason. */
  readonly fix: string;
  readonly objects: readonly string[];
}

/** One reading that failed leaves many checks without an answer: it is said once. */
export interface UnknownReason {
  readonly reason: string;
  /** The ids of the checks. */
  readonly checks: readonly string[];
  readonly objects: readonly string[];
}

export function unknownReasons({ unknown }: PreflightReport): readonly UnknownReason[] {
  return [...Map.groupBy(unknown, ({ reason }) => reason)].map(([reason, found]) => ({
    reason,
    checks: [...new Set(found.map(({ id }) => id))],
    objects: [...new Set(found.flatMap(({ objects }) => objects))],
  }));
}

const LEVELS = ['blocker', 'unknown', 'warning', 'info'] as const;

/** Blockers first, then what is unknown, then warnings and the rest; in the order in which they were found. */
export function groupReport(report: PreflightReport): readonly CheckGroup[] {
  const entries = [...report.findings.map(ofFinding), ...report.unknown.map(ofUnknown)];
  return LEVELS.flatMap((level) => {
    const byId = Map.groupBy(
      entries.filter((entry) => entry.level === level),
      ({ id }) => id,
    );
    return [...byId].map(([id, found]) => ({ id, level, count: found.length, subjects: bySubject(found) }));
  });
}

interface Entry {
  readonly id: string;
  readonly level: CheckGroup['level'];
  readonly message: string;
  readonly fix: string;
  readonly objects: readonly string[];
}

function ofFinding(finding: Finding): Entry {
  return { ...finding, level: finding.severity };
}

function ofUnknown(unknown: UnknownFinding): Entry {
  return { id: unknown.id, level: 'unknown', message: unknown.reason, fix: '', objects: unknown.objects };
}

function bySubject(entries: readonly Entry[]): readonly SubjectGroup[] {
  return [...Map.groupBy(entries, ({ objects }) => subjectOf(objects))].map(([subject, found]) => ({
    subject,
    count: found.length,
    message: found[0]?.message ?? '',
    fix: found.find(({ fix }) => fix !== '')?.fix ?? '',
    objects: [...new Set(found.flatMap(({ objects }) => objects))],
  }));
}

/** Three thousand pods of one workload are one thing to look at. */
function subjectOf(objects: readonly string[]): string {
  const owner = objects.find((object) => !object.startsWith('Pod/'));
  if (owner !== undefined) return owner;
  const namespace = objects[0]?.split('/')[1];
  return namespace === undefined ? 'the cluster' : `Pods of ${namespace}`;
}
