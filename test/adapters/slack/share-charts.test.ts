import { describe, expect, it } from 'vitest';
import { blockKitRenderer as renderer } from '../../../src/adapters/slack/block-kit-renderer.ts';
import { SlackChat } from '../../../src/adapters/slack/slack-chat.ts';
import type { ChatMessage } from '../../../src/ports/chat.ts';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { messages } from '../../../src/sandbox/slack/hands/messages.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';
import { aSlack, PROD } from '../../sandbox/slack/a-slack.ts';
import { aLog } from './a-gateway.ts';
import { aContext } from './a-rollout.ts';
import { haltedByErrors } from './a-rollout-halted-by-errors.ts';

const CHART = 'data_visualization';

interface Posted {
  readonly slack: Slack;
  readonly chat: SlackChat;
  readonly rootTs: string;
  readonly cardTs: string;
}

/** A halt card with a chart, posted into a thread. */
async function post(slack: Slack, message: ChatMessage = card()): Promise<Posted> {
  const chat = new SlackChat({ botToken: slack.app.botToken, apiUrl: slack.apiUrl, log: aLog() });
  const root = await chat.post({ channel: PROD, message: { text: 'root', blocks: [] }, key: 'root' });
  const rootTs = root.kind === 'posted' ? root.ts : '';
  const posted = await chat.post({ channel: PROD, threadTs: rootTs, message, key: 'card', broadcast: true });
  return { slack, chat, rootTs, cardTs: posted.kind === 'posted' ? posted.ts : '' };
}

function card(): ChatMessage {
  return renderer.haltCard(haltedByErrors(), aContext(), true);
}

function typesIn({ slack, cardTs }: Posted): readonly unknown[] {
  const found = messages(slack, { channel: PROD })?.find(({ ts }) => ts === cardTs);
  return found?.blocks.map((block) => block['type']) ?? [];
}

async function withoutCharts(wishes: Parameters<typeof aSlack>[0] = {}): Promise<Slack> {
  const slack = await aSlack(wishes);
  slack.workspace.withoutBlocks.add(CHART);
  return slack;
}

describe('the chart of a halt card', () => {
  it('is Slack’s own where the workspace takes it, and no file', async () => {
    const posted = await post(await aSlack());

    expect(typesIn(posted)).toContain(CHART);
    expect(posted.slack.workspace.files.all()).toEqual([]);
  });

  it('is a picture below the card where the workspace refuses it; the card keeps the lines of text', async () => {
    const posted = await post(await withoutCharts());
    const { slack, rootTs } = posted;
    const thread = slack.workspace.timeline.thread(PROD, rootTs);
    const [file] = slack.workspace.files.all();
    const shown = thread.find(({ ts }) => ts === posted.cardTs);

    expect(typesIn(posted)).not.toContain(CHART);
    expect(JSON.stringify(shown?.blocks)).toContain('█ is 10 %');
    expect(thread.at(-1)).toMatchObject({
      threadTs: rootTs,
      files: [
        {
          name: 'errors-shop-checkout.png',
          filetype: 'png',
          title: 'Errors, % · shop/checkout',
          alt_txt: 'Errors, % · shop/checkout, at the verdict: patched 10 %, others 0.333 %, limit 0.833 %',
        },
      ],
    });
    expect(thread.filter(({ files }) => files.length > 0)).toHaveLength(1);
    expect(Buffer.from(file!.content!).subarray(1, 4).toString()).toBe('PNG');
    expect(file!.content).toHaveLength(file!.length);
  });

  it('is text alone where the app may not write files, or the upload fails; the card is there', async () => {
    const faults = new FaultBook();
    const broken = await withoutCharts({ faults });
    faults.add({ target: 'slack', match: { path: 'upload' }, answer: { status: 500 }, times: 1 });

    for (const slack of [await withoutCharts({ app: { scopes: ['chat:write'] } }), broken]) {
      const posted = await post(slack);

      expect(posted.cardTs).not.toBe('');
      expect(slack.workspace.timeline.thread(PROD, posted.rootTs).flatMap(({ files }) => files)).toEqual([]);
    }
  });

  it('is not shared again when the card is redrawn', async () => {
    const { slack, chat, cardTs } = await post(await withoutCharts());

    await chat.update(PROD, cardTs, renderer.haltCard(haltedByErrors(), aContext(), false));

    expect(slack.workspace.files.all()).toHaveLength(1);
  });
});
