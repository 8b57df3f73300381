import type { PreflightReport } from '../../../core/preflight/preflight-report.ts';
import { counted, listed } from './counted.ts';
import { code, prose } from './inert.ts';
import type { CheckGroup } from '../../../core/preflight/group-report.ts';

const IDS_SHOWN = 12;
const SKIPPED_SHOWN = 5;

/** `2 blockers · 1 unknown · 3 warnings · 9 checks passed`. */
export function reportCounts(report: PreflightReport): string {
  const blockers = report.findings.filter(({ severity }) => severity === 'blocker').length;
  const warnings = report.findings.filter(({ severity }) => severity === 'warning').length;
  const unknown = report.unknown.length > 0 ? [`${report.unknown.length} UNKNOWN`] : [];
  return [
    counted(blockers, 'blocker'),
    ...unknown,
    counted(warnings, 'warning'),
    `${counted(report.passed.length, 'check')} passed`,
  ].join(' · ');
}

/** UNKNOWN blocks as a blocker does: what could not be proved is not proved. */
export function blocksApproval(report: PreflightReport | undefined): boolean {
  if (report === undefined) return true;
  if (report.verdict === 'blockers' || report.verdict === 'unknown' || report.unknown.length > 0) return true;
  return report.findings.some(({ severity }) => severity === 'blocker');
}

export function levelWords(level: CheckGroup['level']): string {
  switch (level) {
    case 'blocker':
      return ':no_entry: *Blocker*';
    case 'unknown':
      return ':grey_question: *UNKNOWN (blocks)*';
    case 'warning':
      return ':warning: *Warning*';
    case 'info':
      return ':information_source: *Note*';
  }
}

export function passedLine(report: PreflightReport): string {
  if (report.passed.length === 0) return '';
  return `passed: ${listed(
    report.passed.slice(0, IDS_SHOWN).map((id) => code(id, 60)),
    report.passed.length,
  )}`;
}

export function skippedLine(report: PreflightReport): string {
  if (report.skipped.length === 0) return '';
  const shown = report.skipped
    .slice(0, SKIPPED_SHOWN)
    .map(({ id, reason }) => `${code(id, 60)} (${prose(reason, 120)})`);
  return `not asked: ${listed(shown, report.skipped.length)}`;
}
