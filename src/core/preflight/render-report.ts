import { CATALOGUE } from './catalogue.ts';
import { countOf } from './facts/words.ts';
import type { Severity } from './finding.ts';
import { groupReport, unknownReasons, type CheckGroup, type SubjectGroup } from './group-report.ts';
import type { Prediction, PreflightReport } from './preflight-report.ts';
import { wrapText } from './wrap-text.ts';

/** What a part of the text is, for those who colour it. */
export type Ink = CheckGroup['level'] | 'strong' | 'faint';

/** Colours a piece of text, or leaves it as it is. */
export type Paint = (ink: Ink, text: string) => string;

/** Columns: a terminal of the usual size and a file show it alike. Fixes are not wrapped: they are there to be pasted. */
const WIDTH = 100;

/** Of a check that found many workloads, the first; a program reads all of them as JSON. */
const SUBJECTS_MAX = 20;
const OBJECTS_MAX = 4;
const SLOWEST_MAX = 3;

/** A report as plain text, for a terminal and for a file: what stops, what to know, what could not be told. */
export function renderReport(
  report: PreflightReport,
  subject: string,
  paint: Paint = (_, text) => text,
): string {
  const sections = [
    headline(report, subject, paint),
    ...findingsOf(report, ['blocker'], paint),
    ...unknownByReason(report, paint),
    ...findingsOf(report, ['warning', 'info'], paint),
    ...skippedByReason(report, paint),
    predictionText(report.prediction, paint),
  ];
  return `${sections.join('\n\n')}\n`;
}

function headline(
  { verdict, findings, unknown, passed }: PreflightReport,
  subject: string,
  paint: Paint,
): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const counts = [
    countOf(count('blocker'), 'blocker'),
    `${unknown.length} unknown`,
    countOf(count('warning'), 'warning'),
    countOf(count('info'), 'note'),
    `${countOf(passed.length, 'check')} passed`,
  ];
  return `${paint('strong', `${subject}: ${verdict}`)} (${counts.join(', ')})`;
}

const LABELS = { blocker: 'BLOCKER', unknown: 'UNKNOWN', warning: 'WARNING', info: 'NOTE' } as const;

function label(level: CheckGroup['level'], paint: Paint): string {
  return paint(level, LABELS[level].padEnd(8));
}

function findingsOf(
  report: PreflightReport,
  levels: readonly CheckGroup['level'][],
  paint: Paint,
): readonly string[] {
  return groupReport(report)
    .filter(({ level }) => levels.includes(level))
    .map((group) => checkText(group, paint));
}

const TITLES = new Map(CATALOGUE.map(({ id, title }) => [id, title]));

function checkText({ id, level, subjects }: CheckGroup, paint: Paint): string {
  const title = TITLES.get(id);
  const fixes = new Set(subjects.map(({ fix }) => fix));
  const common = fixes.size === 1 ? subjects[0]?.fix : undefined;
  const more = subjects.length - SUBJECTS_MAX;
  return [
    `${label(level, paint)} ${paint('strong', id)}${title === undefined ? '' : paint('faint', `  ${title}.`)}`,
    ...subjects.slice(0, SUBJECTS_MAX).flatMap((each) => subjectLines(each, common === undefined, paint)),
    ...(more > 0 ? [`  … and ${countOf(more, 'more workload')}`] : []),
    ...(common === undefined ? [] : fixLines(common, paint)),
  ].join('\n');
}

function subjectLines(
  { subject, count, message, fix, objects }: SubjectGroup,
  withFix: boolean,
  paint: Paint,
): readonly string[] {
  const others = objects.filter((object) => object !== subject && !message.includes(object));
  const rest = others.length - OBJECTS_MAX;
  const named = [...others.slice(0, OBJECTS_MAX), ...(rest > 0 ? [`and ${rest} more`] : [])].join(' ');
  return [
    `  ${subject}${count > 1 ? ` (${count} times)` : ''}`,
    ...wrapText(message, WIDTH - 4).map((line) => `    ${line}`),
    ...(others.length > 0 ? wrapText(named, WIDTH - 4).map((line) => paint('faint', `    ${line}`)) : []),
    ...(withFix ? fixLines(fix, paint) : []),
  ];
}

function fixLines(fix: string, paint: Paint): readonly string[] {
  if (fix === '') return [];
  if (!fix.includes('\n')) return [`    ${paint('strong', 'Fix:')} ${fix}`];
  return [`    ${paint('strong', 'Fix:')}`, ...fix.split('\n').map((line) => `      ${line}`)];
}

function unknownByReason(report: PreflightReport, paint: Paint): readonly string[] {
  return unknownReasons(report).map(({ reason, checks }) =>
    [
      ...wrapText(`${label('unknown', paint)} ${reason}`, WIDTH),
      ...idLines(checks).map((line) => paint('faint', line)),
    ].join('\n'),
  );
}

function skippedByReason({ skipped }: PreflightReport, paint: Paint): readonly string[] {
  if (skipped.length === 0) return [];
  const reasons = [...Map.groupBy(skipped, ({ reason }) => reason)];
  return [
    [
      paint('strong', `Not asked (${countOf(skipped.length, 'check')}):`),
      ...reasons.flatMap(([reason, checks]) => [
        ...wrapText(`${reason}:`, WIDTH - 2).map((line) => `  ${line}`),
        ...idLines(checks.map(({ id }) => id)).map((line) => paint('faint', line)),
      ]),
    ].join('\n'),
  ];
}

function idLines(ids: readonly string[]): readonly string[] {
  return wrapText(ids.join(', '), WIDTH - 4).map((line) => `    ${line}`);
}

function predictionText(run: Prediction | null, paint: Paint): string {
  if (!run) return 'No prediction: the run could not be rehearsed to its end.';
  const { p50, p90 } = run.minutes;
  const slowest = run.perNode.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST_MAX);
  return [
    `${paint('strong', `Predicted: ${p50} min`)} for ${countOf(run.perNode.length, 'node')} (nine of ten runs take less than ${p90} min); each pod moves ${run.movesPerPod} times.`,
    ...(slowest.length > 0
      ? [`Slowest: ${slowest.map(({ node, seconds }) => `${node} ${seconds} s`).join(', ')}.`]
      : []),
  ].join('\n');
}
