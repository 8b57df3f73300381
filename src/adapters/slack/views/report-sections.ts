import type { ContextBlock, SectionBlock } from '@slack/types';
import type { PreflightReport } from '../../../core/preflight/preflight-report.ts';
import { commandWords } from './command-words.ts';
import { counted, listed } from './counted.ts';
import { code, prose } from './inert.ts';
import { context, section } from './parts.ts';
import type { CheckGroup, SubjectGroup, UnknownReason } from '../../../core/preflight/group-report.ts';
import { groupReport, unknownReasons } from '../../../core/preflight/group-report.ts';
import { levelWords, passedLine, reportCounts, skippedLine } from './report-words.ts';

/** Of the message's 9,000 characters: the rest is for what stands around the report. */
const REPORT_TEXT_MAX = 5_500;
const CHECKS_MAX = 20;
const DOUBTS_SHOWN = 5;
const SUBJECTS_SHOWN = 3;
const OBJECTS_SHOWN = 3;
const MORE_CHECKS_SHOWN = 12;
const MESSAGE_MAX = 260;
const FIX_MAX = 260;

/** The report in a message: counts, then each check with the first of what it found; the full report has it all. */
export function reportSections(report: PreflightReport): readonly (SectionBlock | ContextBlock)[] {
  const groups = groupReport(report).filter(({ level }) => level !== 'unknown');
  const doubts = doubtTexts(unknownReasons(report));
  const [blockers, others] = [
    groups.filter(({ level }) => level === 'blocker'),
    groups.filter(({ level }) => level !== 'blocker'),
  ];
  const stopping = [...blockers.map(checkText), ...doubts];
  const shown = withinBudget([...stopping, ...others.map(checkText)]);
  const hidden = [
    ...blockers.slice(shown.length),
    ...others.slice(Math.max(0, shown.length - stopping.length)),
  ];
  const foot = [passedLine(report), skippedLine(report)].filter((line) => line !== '');
  return [
    section(`*Preflight: ${reportCounts(report)}*`),
    ...shown.map(section),
    ...(hidden.length > 0 ? [section(moreChecks(hidden))] : []),
    ...(foot.length > 0 ? [context(...foot)] : []),
  ];
}

function withinBudget(texts: readonly string[]): readonly string[] {
  let room = REPORT_TEXT_MAX;
  const fitting = texts.slice(0, CHECKS_MAX).findIndex((text) => (room -= text.length) < 0);
  return texts.slice(0, fitting < 0 ? CHECKS_MAX : fitting);
}

function doubtTexts(reasons: readonly UnknownReason[]): readonly string[] {
  const more = reasons.length - DOUBTS_SHOWN;
  const rest =
    more > 0 ? [`${levelWords('unknown')} for ${counted(more, 'more reason')}: see the full report`] : [];
  return [...reasons.slice(0, DOUBTS_SHOWN).map(doubtText), ...rest];
}

function doubtText({ reason, checks, objects }: UnknownReason): string {
  const ids = listed(
    checks.slice(0, MORE_CHECKS_SHOWN).map((id) => code(id, 60)),
    checks.length,
  );
  const named = listed(
    objects.slice(0, OBJECTS_SHOWN).map((object) => code(object, 90)),
    objects.length,
  );
  return [
    `${levelWords('unknown')} ${prose(reason, MESSAGE_MAX)}`,
    `   ${objects.length > 0 ? `${named}. ` : ''}Not answered: ${ids}`,
  ].join('\n');
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
