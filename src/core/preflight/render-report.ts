import type { Finding, Severity } from './finding.ts';
import type { PreflightReport } from './preflight-report.ts';
import { countOf } from './facts/words.ts';

const ORDER: readonly Severity[] = ['blocker', 'warning', 'info'];

/** A report as plain text, for a terminal and for a file: what stops, what to know, what could not be told. */
export function renderReport(report: PreflightReport, subject: string): string {
  const { findings, skipped, passed } = report;
  const sections = [
    headline(report, subject),
    ...ORDER.flatMap((severity) =>
      findings.filter((finding) => finding.severity === severity).map(renderFinding),
    ),
    ...unknownByReason(report),
    ...(skipped.length > 0
      ? [`Skipped: ${skipped.map(({ id, reason }) => `${id} (${reason})`).join(', ')}`]
      : []),
    `Passed: ${countOf(passed.length, 'check')}.`,
    prediction(report),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** One reading that failed leaves many checks without an answer: it is said once. */
function unknownByReason({ unknown }: PreflightReport): readonly string[] {
  return [...Map.groupBy(unknown, ({ reason }) => reason)].map(
    ([reason, checks]) => `UNKNOWN  ${checks.map(({ id }) => id).join(', ')}\n  ${reason}`,
  );
}

function headline({ verdict, findings, unknown }: PreflightReport, subject: string): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const counts = [
    countOf(count('blocker'), 'blocker'),
    countOf(count('warning'), 'warning'),
    `${unknown.length} unknown`,
  ];
  return `${subject}: ${verdict} (${counts.join(', ')})`;
}

function renderFinding({ id, severity, message, fix }: Finding): string {
  const indented = fix.split('\n').map((line) => `       ${line}`);
  return [
    `${severity.toUpperCase().padEnd(8)} ${id}`,
    `  ${message}`,
    `  fix: ${indented.join('\n').trimStart()}`,
  ].join('\n');
}

function prediction({ prediction: run }: PreflightReport): string {
  if (!run) return 'No prediction: the run could not be rehearsed to its end.';
  const slowest = run.perNode.toSorted((a, b) => b.seconds - a.seconds)[0];
  return [
    `Predicted: ${run.minutes.p50} min (nine of ten runs take less than ${run.minutes.p90} min), each pod moves ${run.movesPerPod} times.`,
    ...(slowest ? [`Slowest node: ${slowest.node}, ${slowest.seconds} s.`] : []),
  ].join('\n');
}
