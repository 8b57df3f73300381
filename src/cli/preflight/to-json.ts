import type { Severity } from '../../core/preflight/finding.ts';
import type { Prediction, PreflightReport, PreflightVerdict } from '../../core/preflight/preflight-report.ts';

/** What `--json` prints: a promise to other programs. Fields are added, never changed. */
export interface PreflightJson {
  readonly verdict: PreflightVerdict;
  /** Blockers first. */
  readonly findings: readonly {
    readonly id: string;
    readonly severity: Severity;
    /** `Kind/namespace/name`, the main one first. */
    readonly objects: readonly string[];
    readonly message: string;
    readonly fix: string;
  }[];
  readonly unknown: readonly { readonly id: string; readonly reason: string }[];
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
  readonly prediction: Prediction | null;
}

const RANK: Readonly<Record<Severity, number>> = { blocker: 0, warning: 1, info: 2 };

export function toJson({ verdict, findings, unknown, skipped, prediction }: PreflightReport): PreflightJson {
  return {
    verdict,
    findings: findings
      .toSorted((a, b) => RANK[a.severity] - RANK[b.severity])
      .map(({ id, severity, objects, message, fix }) => ({ id, severity, objects, message, fix })),
    unknown: unknown.map(({ id, reason }) => ({ id, reason })),
    skipped: skipped.map(({ id, reason }) => ({ id, reason })),
    prediction: prediction && {
      minutes: prediction.minutes,
      perNode: prediction.perNode.map(({ node, seconds }) => ({ node, seconds })),
      movesPerPod: prediction.movesPerPod,
    },
  };
}
