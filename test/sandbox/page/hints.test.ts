import { describe, expect, it } from 'vitest';
import type { MessageView, SlackSnapshot } from '../../../src/sandbox/control/view/slack-snapshot.ts';
import type { Hint } from '../../../src/sandbox/page/bar/next-hint.ts';
import { nextHint } from '../../../src/sandbox/page/bar/next-hint.ts';
import { aMessageView, aSlackSnapshot, aWorldView } from './a-view.ts';

const WHISPER = { ts: '101.000001', channel: 'C1', text: 'no', blocks: [], fromSlack: false };

/** The app's message with these buttons under this header. */
function said(header: string, buttons: readonly string[], more: Partial<MessageView> = {}): MessageView {
  const text = (words: string) => ({ type: 'plain_text', text: words });
  return aMessageView({
    text: header,
    blocks: [
      { type: 'header', text: text(header) },
      { type: 'actions', elements: buttons.map((label) => ({ type: 'button', text: text(label) })) },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'asked by <@UANN>' }] },
    ],
    ...more,
  });
}

function hint(slack: Partial<SlackSnapshot>, me = 'UANN', thread?: string): Hint | undefined {
  return nextHint({ world: aWorldView(), slack: aSlackSnapshot(slack), me, thread });
}

describe('the next thing to do', () => {
  const asking = [said('R-1 · AWAITING_APPROVAL', ['Approve', 'Reject'])];

  it('is to type the command while nothing was asked', () => {
    expect(hint({})).toMatchObject({ id: 'begin', action: { kind: 'type', text: '/patch prod workers' } });
  });

  it('is to see the refusal of an own approval, then to be somebody else', () => {
    expect(hint({ messages: asking })).toMatchObject({ id: 'approve-own', action: { person: 'UBOB' } });
    const ephemerals = [{ ...WHISPER, user: 'UANN' }];
    expect(hint({ messages: asking, ephemerals })).toMatchObject({
      id: 'four-eyes',
      action: { person: 'UBOB' },
    });
  });

  it('is to press Approve for an approver, and to be one for anybody else', () => {
    expect(hint({ messages: asking }, 'UBOB')).toMatchObject({ id: 'approve' });
    expect(hint({ messages: asking }, 'UDAN')).toMatchObject({
      id: 'approve-other',
      action: { person: 'UBOB' },
    });
  });

  it('is to open the thread of a running rollout, then to watch', () => {
    const messages = [said('R-1 · RUNNING', ['Pause', 'Abort'])];
    expect(hint({ messages })).toMatchObject({ id: 'running', action: { kind: 'thread', ts: '100.000001' } });
    expect(hint({ messages }, 'UANN', '100.000001')?.id).toBe('watching');
  });

  it('does not call the lines whole while requests fail', () => {
    const services = [{ id: 'shop/legacy', ok: 99, failed: 1, history: [] }];
    const slack = aSlackSnapshot({ messages: [said('R-1 · RUNNING', ['Pause', 'Abort'])] });
    const told = nextHint({ world: aWorldView({ services }), slack, me: 'UANN', thread: '100.000001' });
    expect(told).toMatchObject({ id: 'losing', text: expect.stringContaining('Requests have failed') });
  });

  it('is to decide when drover halted, on the card that came from the thread', () => {
    const root = said('R-1 · HALTED', ['Details']);
    const card = said('HALTED H1', ['Resume', 'Retry', 'Roll back', 'Abort'], {
      ts: '102.1',
      threadTs: root.ts,
      broadcast: true,
    });

    expect(hint({ messages: [root, card] })).toMatchObject({ id: 'halted', action: { ts: root.ts } });
  });

  it('tells a paused, a blocked and a finished rollout apart', () => {
    expect(hint({ messages: [said('R-1 · PAUSED', ['Resume', 'Abort'])] })?.id).toBe('paused');
    expect(hint({ messages: [said('R-1: preflight: 1 blocker', ['Re-run checks'])] })?.id).toBe('blocked');
    expect(hint({ messages: [said('R-1 · SUCCEEDED', ['Details'])] })).toMatchObject({
      id: 'done',
      action: { kind: 'scenarios' },
    });
    expect(hint({ messages: [said('R-1 · ABORTED', [])] })?.id).toBe('over');
  });

  it('is to wait while drover starts, and nothing to type where there is none', () => {
    const slack = aSlackSnapshot();
    const facts = { slack, me: 'UANN', thread: undefined };
    const starting = aWorldView({ drover: { state: 'starting', mode: 'http', redis: '' } });

    expect(nextHint({ ...facts, world: starting })?.id).toBe('drover-starting');
    expect(nextHint({ ...facts, world: aWorldView({ drover: null }) })?.id).toBe('alone');
  });
});
