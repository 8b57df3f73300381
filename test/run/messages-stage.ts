import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Judged } from '../../src/sandbox/slack/state/verdict-book.ts';
import { secondOpinion } from '../sandbox/slack/second-opinion.ts';
import { messagesFolder } from './scenario-stage.ts';
import type { Stage, StageResult, TestName } from './stage.ts';

/** The one test of this stage, as the list of skips names it. */
const TEST: TestName = {
  file: 'test/run/messages-stage.ts',
  test: 'slack_sdk has nothing against what the scenarios said',
};

/** Has every message and view that a scenario of this run produced read by the block classes of slack_sdk. */
export const messagesStage: Stage = {
  name: 'messages',
  about: 'slack_sdk of PyPI has nothing against any message or view of the scenarios (after scenarios)',
  level: 'full',
  run: async ({ folder }) => {
    const said = different(readSaid(messagesFolder(folder)));
    const read = `${said.length} different messages and views`;
    if (said.length === 0) return failed(read, 'no scenario of this run has said anything');
    const opinion = await secondOpinion(said);
    if (!opinion.ok)
      return { passed: 0, failures: [], skipped: [TEST], ran: [], read, notes: [opinion.reason] };
    const complaints = opinion.complaints.flatMap((complaint, index) =>
      complaint === null ? [] : [`${complaint}: ${JSON.stringify(said[index]?.content).slice(0, 300)}`],
    );
    if (complaints.length > 0) return failed(read, complaints.slice(0, 10).join('\n'));
    return { passed: 1, failures: [], skipped: [], ran: [TEST], read };
  },
};

function readSaid(folder: string): readonly Judged[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Judged[]);
}

/** A progress line that was edited a hundred times is a hundred messages, but most are the same. */
function different(said: readonly Judged[]): readonly Judged[] {
  return [...new Map(said.map((one) => [JSON.stringify([one.surface, one.content]), one])).values()];
}

function failed(read: string, message: string): StageResult {
  return { passed: 0, failures: [{ name: 'messages', message }], skipped: [], ran: [TEST], read };
}
