import type { PreflightReport } from '../preflight/preflight-report.ts';
import { verdictOf } from '../preflight/run-preflight.ts';
import type { Rollout } from './rollout.ts';

/** Findings that a rollout at work causes itself: its surge uses the headroom, its marks are on the nodes and the group. */
const CAUSED_BY_OURSELVES: readonly string[] = [
  'asg-no-headroom',
  'asg-suspended',
  'previous-run-residue',
  'already-cordoned',
  'pdb-external-drain-active',
];

/** The report without what this rollout, or the halted one that it undoes, has done to the group. */
export function withoutOwnFindings(report: PreflightReport, { prior }: Rollout): PreflightReport {
  if (!prior) return report;
  const findings = report.findings.filter(({ id }) => !CAUSED_BY_OURSELVES.includes(id));
  return { ...report, findings, verdict: verdictOf(findings, report.unknown) };
}
