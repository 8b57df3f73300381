import { SlackChat } from '../../src/adapters/slack/slack-chat.ts';
import { FaultBook } from '../../src/sandbox/faults.ts';
import { messages } from '../../src/sandbox/slack/hands/messages.ts';
import { MemoryLog } from '../fakes/ports/memory-log.ts';
import { ANN, aSlack, BOB, PROD } from '../sandbox/slack/a-slack.ts';
import { describeChatContract } from './chat.contract.ts';

describeChatContract("the adapter on the sandbox's Slack", async () => {
  const faults = new FaultBook();
  const slack = await aSlack({ faults });
  const troubles = {
    limited: { status: 429, headers: { 'retry-after': '1' }, body: { ok: false, error: 'ratelimited' } },
    'lost-before': { drop: 'request' },
    'lost-after': { drop: 'answer' },
  } as const;
  return {
    chat: new SlackChat({ botToken: slack.app.botToken, apiUrl: slack.apiUrl, log: new MemoryLog() }),
    channel: PROD,
    user: ANN,
    group: { id: 'S0APPROVERS', members: [BOB, 'U0CAT000000'] },
    count: () => messages(slack, { channel: PROD })?.length ?? 0,
    files: () => slack.workspace.files.all().map(({ content }) => new TextDecoder().decode(content)),
    trouble: (kind) =>
      void faults.add({
        target: 'slack',
        match: { path: 'chat.postMessage' },
        answer: troubles[kind],
        times: 1,
      }),
  };
});
