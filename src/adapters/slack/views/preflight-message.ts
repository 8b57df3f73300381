import type { PreflightReport } from '../../../core/preflight/preflight-report.ts';
import { fitMessage } from './fit-message.ts';
import { inert } from './inert.ts';
import type { SlackMessage } from './message.ts';
import { context, header } from './parts.ts';
import { estimateWords } from './estimate-words.ts';
import { reportSections } from './report-sections.ts';
import { reportCounts } from './report-words.ts';

/** The report by itself, for a dry run: nothing to approve, nothing was started. */
export function preflightMessage(report: PreflightReport, title: string): SlackMessage {
  return fitMessage(`${inert(title, 200)}: ${reportCounts(report)}. Nothing was started.`, [
    header(title),
    ...reportSections(report),
    context(`estimate ${estimateWords(report.prediction)}`, 'dry run: nothing was started'),
  ]);
}
