import type { ContextBlock, SectionBlock } from '@slack/types';
import type { PreflightReport } from '../../../core/preflight/preflight-report.ts';
import { commandWords } from './command-words.ts';
import { counted, listed } from './counted.ts';
import { code, prose } from './inert.ts';
import { context, section } from './parts.ts';
import type { CheckGroup, SubjectGroup } from '../../../core/preflight/group-report.ts';
import { groupReport } from '../../../core/preflight/group-report.ts';
import { levelWords, passedLine, reportCounts, skippedLine } from './report-words.ts';

/** Of the message's 9,000 characters: the rest is for what stands around the report. */
const REPORT_TEXT_MAX = 5_500;
const CHECKS_MAX = 20;
const SUBJECTS_SHOWN = 3;
const OBJECTS_SHOWN = 3;
const MORE_CHECKS_SHOWN = 12;
const MESSAGE_MAX = 260;
const FIX_MAX = 260;

/** The report in a message: counts, then each check with the first of what it found; the full report has it all. */
export function reportSections(report: PreflightReport): readonly (SectionBlock | ContextBlock)[] {
  const groups = groupReport(report);
  const shown = withinBudget(groups);
  const hidden = groups.slice(shown.length);
  const foot = [passedLine(report), skippedLine(report)].filter((line) => line !== '');
  return [
    section(`*Preflight: ${reportCounts(report)}*`),
    ...shown.map(section),
    ...(hidden.length > 0 ? [section(moreChecks(hidden))] : []),
    ...(foot.length > 0 ? [context(...foot)] : []),
  ];
}

function withinBudget(groups: readonly CheckGroup[]): readonly string[] {
  const texts: string[] = [];
  let room = REPORT_TEXT_MAX;
  for (const group of groups.slice(0, CHECKS_MAX)) {
    const text = checkText(group);
    if (text.length > room) break;
    room -= text.length;
    texts.push(text);
  }
  return texts;
}

function checkText(group: CheckGroup): string {
  const { subjects } = group;
  const shown = subjects.slice(0, SUBJECTS_SHOWN);
  const fixes = new Set(subjects.map(({ fix }) => fix));
  const one = fixes.size === 1;
  const times = group.count > 1 ? ` · ${group.count} times` : '';
  const more = subjects.length - shown.length;
  return [
    `${levelWords(group.level)} ${code(group.id, 60)}${times}`,
    ...shown.flatMap((subject) => subjectLines(subject, !one)),
    ...(more > 0 ? [`… and ${counted(more, 'more workload')}`] : []),
    ...(one ? fixLine(subjects[0]?.fix ?? '') : []),
  ].join('\n');
}

function subjectLines(subject: SubjectGroup, withFix: boolean): readonly string[] {
  const others = subject.objects.filter((object) => object !== subject.subject);
  const named = listed(
    others.slice(0, OBJECTS_SHOWN).map((object) => code(object, 90)),
    others.length,
  );
  const count = subject.count > 1 ? ` (${subject.count})` : '';
  const objects = others.length > 0 ? `: ${named}` : '';
  return [
    `• ${code(subject.subject)}${count}${objects}`,
    `   ${prose(subject.message, MESSAGE_MAX)}`,
    ...(withFix ? fixLine(subject.fix) : []),
  ];
}

function fixLine(fix: string): readonly string[] {
  return fix === '' ? [] : [`   *Fix:* ${commandWords(fix, FIX_MAX)}`];
}

function moreChecks(hidden: readonly CheckGroup[]): string {
  const shown = hidden.slice(0, MORE_CHECKS_SHOWN).map(({ id, count }) => `${code(id, 60)} (${count})`);
  return `*Also found:* ${listed(shown, hidden.length)}`;
}
