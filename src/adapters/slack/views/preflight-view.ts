import type { ModalView } from '@slack/types';
import type { PreflightReport } from '../../../core/preflight/preflight-report.ts';
import { commandWords } from './command-words.ts';
import { code, codeBlock, prose } from './inert.ts';
import { readingModal } from './modal.ts';
import { header, section } from './parts.ts';
import type { CheckGroup, SubjectGroup } from '../../../core/preflight/group-report.ts';
import { groupReport, unknownReasons } from '../../../core/preflight/group-report.ts';
import { estimateWords } from './estimate-words.ts';
import { levelWords, reportCounts } from './report-words.ts';

const OBJECT_LINE_MAX = 6;

/** The full report as a modal: every check, every workload, every object as far as a view can hold them. */
export function preflightView(report: PreflightReport, title: string): ModalView {
  const head = [header(title), section(`*${reportCounts(report)}*\n${estimateWords(report.prediction)}`)];
  const lines = [
    ...ofLevels(report, ['blocker']),
    ...unknownReasons(report).flatMap(({ reason, checks, objects }) => [
      `${levelWords('unknown')} ${prose(reason, 900)}`,
      ...inRows(objects),
      ...inRows(checks).map((row) => `Not answered: ${row}`),
    ]),
    ...ofLevels(report, ['warning', 'info']),
    ...[...Map.groupBy(report.skipped, ({ reason }) => reason)].flatMap(([reason, checks]) =>
      inRows(checks.map(({ id }) => id)).map(
        (row) => `:fast_forward: *Not asked* ${row}: ${prose(reason, 300)}`,
      ),
    ),
    ...inRows(report.passed).map((row) => `:white_check_mark: *Passed* ${row}`),
  ];
  return readingModal('Preflight report', head, lines);
}

function ofLevels(report: PreflightReport, levels: readonly CheckGroup['level'][]): readonly string[] {
  return groupReport(report)
    .filter(({ level }) => levels.includes(level))
    .flatMap(checkLines);
}

function checkLines(group: CheckGroup): readonly string[] {
  return [
    `${levelWords(group.level)} ${code(group.id, 60)} · found ${group.count}`,
    ...group.subjects.flatMap(subjectLines),
  ];
}

function subjectLines(subject: SubjectGroup): readonly string[] {
  const fix = subject.fix.includes('\n')
    ? `*Fix:*\n${codeBlock(subject.fix, 1_200)}`
    : `*Fix:* ${commandWords(subject.fix, 600)}`;
  return [
    `• ${code(subject.subject)}: ${prose(subject.message, 900)}`,
    ...objectLines(subject),
    ...(subject.fix === '' ? [] : [fix]),
  ];
}

function objectLines(subject: SubjectGroup): readonly string[] {
  return inRows(subject.objects.filter((object) => object !== subject.subject));
}

function inRows(names: readonly string[]): readonly string[] {
  const rows = Math.ceil(names.length / OBJECT_LINE_MAX);
  return Array.from({ length: rows }, (_, row) =>
    names
      .slice(row * OBJECT_LINE_MAX, (row + 1) * OBJECT_LINE_MAX)
      .map((name) => code(name))
      .join(', '),
  );
}
