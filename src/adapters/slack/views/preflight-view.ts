import type { ModalView } from '@slack/types';
import type { PreflightReport } from '../../../core/preflight/preflight-report.ts';
import { commandWords } from './command-words.ts';
import { code, codeBlock, prose } from './inert.ts';
import { readingModal } from './modal.ts';
import { header, section } from './parts.ts';
import type { CheckGroup, SubjectGroup } from '../../../core/preflight/group-report.ts';
import { groupReport } from '../../../core/preflight/group-report.ts';
import { estimateWords } from './estimate-words.ts';
import { levelWords, reportCounts } from './report-words.ts';

const OBJECT_LINE_MAX = 6;

/** The full report as a modal: every check, every workload, every object as far as a view can hold them. */
export function preflightView(report: PreflightReport, title: string): ModalView {
  const head = [header(title), section(`*${reportCounts(report)}*\n${estimateWords(report.prediction)}`)];
  const lines = [
    ...groupReport(report).flatMap(checkLines),
    ...report.skipped.map(
      ({ id, reason }) => `:fast_forward: *Not asked* ${code(id, 60)}: ${prose(reason, 300)}`,
    ),
    ...report.passed.map((id) => `:white_check_mark: *Passed* ${code(id, 60)}`),
  ];
  return readingModal('Preflight report', head, lines);
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
  const others = subject.objects.filter((object) => object !== subject.subject);
  const rows = Math.ceil(others.length / OBJECT_LINE_MAX);
  return Array.from({ length: rows }, (_, row) =>
    others
      .slice(row * OBJECT_LINE_MAX, (row + 1) * OBJECT_LINE_MAX)
      .map((object) => code(object))
      .join(', '),
  );
}
