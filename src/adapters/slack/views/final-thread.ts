import type { Rollout } from '../../../core/rollout/rollout.ts';
import { fitMessage } from './fit-message.ts';
import { quietCharts } from './gate-charts.ts';
import type { SlackMessage } from './message.ts';
import { section } from './parts.ts';
import { phaseName } from './phase-name.ts';
import { nodeTable } from './node-table.ts';
import { progressOf, progressWords } from './progress.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import type { Surroundings } from './surroundings.ts';
import { lasting } from './time-words.ts';
import { undoLines } from './undo-lines.ts';
import { verificationLines } from './verification-lines.ts';

/** The last line of the thread: what the verification saw, and the AMI and kubelet of every node. */
export function finalThread(rollout: Rollout, surroundings: Surroundings): SlackMessage {
  const { report } = rollout;
  const words = `${phaseName(rollout.phase)}, ${progressWords(progressOf(rollout))}${took(rollout)}.`;
  const undo = undoLines(rollout);
  return fitMessage(rolloutSentence(rollout, surroundings, words), [
    section(`${mark(rollout)} *${words}*`),
    report === undefined ? undefined : section(verificationLines(report).join('\n')),
    undo.length === 0 ? undefined : section(undo.join('\n')),
    ...(rollout.phase === 'succeeded' ? quietCharts(rollout) : []),
    ...(report === undefined ? [] : nodeTable(report.nodes)),
  ]);
}

function mark({ phase }: Rollout): string {
  if (phase === 'succeeded') return ':white_check_mark:';
  return phase === 'rollback-incomplete' ? ':warning:' : ':octagonal_sign:';
}

function took({ startedAt, endedAt }: Rollout): string {
  return startedAt === undefined || endedAt === undefined ? '' : ` in ${lasting(endedAt - startedAt)}`;
}
