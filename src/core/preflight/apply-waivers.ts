import { CATALOGUE } from './catalogue.ts';
import type { Finding } from './finding.ts';
import type { PreflightReport } from './preflight-report.ts';
import { verdictOf } from './run-preflight.ts';
import type { Waiver } from './waiver.ts';

/** The checks a person may answer for: the engine can do its work all the same, and only the workload pays. */
const WAIVABLE_CHECKS: readonly string[] = CATALOGUE.filter(({ waivable }) => waivable).map(({ id }) => id);

/** Blockers that a waiver would lift. */
export function waivableFindings({ findings }: PreflightReport): readonly Finding[] {
  return findings.filter(({ id, severity }) => severity === 'blocker' && WAIVABLE_CHECKS.includes(id));
}

/** The report with the blockers that somebody answers for as warnings, which say so. Nothing else is lifted. */
export function applyWaivers(report: PreflightReport, waivers: readonly Waiver[] = []): PreflightReport {
  if (waivers.length === 0) return report;
  const liftable = new Set(waivableFindings(report));
  const findings = report.findings.map((finding): Finding => {
    const waiver = liftable.has(finding) ? waivers.find((each) => covers(each, finding)) : undefined;
    return waiver ? { ...finding, severity: 'warning', waived: waiver } : finding;
  });
  return { ...report, findings, verdict: verdictOf(findings, report.unknown) };
}

/** The waivers that a report rests on, in its order: these are part of what is approved. */
export function waiversUsed({ findings }: PreflightReport): readonly Waiver[] {
  return [...new Set(findings.flatMap(({ waived }) => waived ?? []))];
}

export function covers({ check, object }: Waiver, { id, objects }: Finding): boolean {
  return check === id && object === objects[0];
}
