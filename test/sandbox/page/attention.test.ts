import { describe, expect, it } from 'vitest';
import { Attention } from '../../../src/sandbox/page/state/attention.ts';
import { aMessageView, aSlackSnapshot } from './a-view.ts';

const ELSEWHERE = { me: 'UANN', slack: aSlackSnapshot(), place: { kind: 'home' } } as const;
const HERE = { ...ELSEWHERE, place: { kind: 'channel', channel: 'C1' } } as const;
const message = (more: object = {}) =>
  ({ type: 'message', message: aMessageView(more), isNew: true }) as const;

describe('unread marks', () => {
  it('are for everybody who does not look, but for the author', () => {
    const attention = new Attention();
    attention.note(message({ user: 'UBOB' }), HERE);

    expect(attention.isUnread('UANN', 'C1')).toBe(false);
    expect(attention.isUnread('UBOB', 'C1')).toBe(false);
    expect(attention.isUnread('UDAN', 'C1')).toBe(true);
    attention.read('UDAN', 'C1');
    expect(attention.isUnread('UDAN', 'C1')).toBe(false);
  });

  it('are not made by edits and by replies in threads', () => {
    const attention = new Attention();
    attention.note({ ...message(), isNew: false }, ELSEWHERE);
    attention.note(message({ threadTs: '1.1' }), ELSEWHERE);

    expect(attention.isUnread('UANN', 'C1')).toBe(false);
    attention.note(message({ threadTs: '1.1', broadcast: true }), ELSEWHERE);
    expect(attention.isUnread('UANN', 'C1')).toBe(true);
  });

  it('count mentions of a person, of their group and of the channel, and what they alone see', () => {
    const attention = new Attention();
    attention.note(message({ text: '<@UBOB> look' }), HERE);
    attention.note(message({ blocks: [{ type: 'section', text: { text: '<!subteam^S1>' } }] }), HERE);
    attention.note(message({ text: '<!here>' }), HERE);
    const whisper = { ts: '1', channel: 'C1', user: 'UBOB', text: '', blocks: [], fromSlack: false };
    attention.note({ type: 'ephemeral', ephemeral: whisper, isNew: true }, HERE);

    expect(attention.calls('UBOB')).toBe(4);
    expect(attention.calls('UDAN', 'C1')).toBe(1);
    expect(attention.calls('UANN')).toBe(0);
  });
});

describe('notices', () => {
  it('are of what calls the person while they look elsewhere, each taken once', () => {
    const attention = new Attention();
    attention.note(message({ text: '<@UANN> look' }), ELSEWHERE);
    attention.note(message({ text: 'nobody' }), ELSEWHERE);
    attention.note(message({ text: '<@UANN> here' }), HERE);

    expect(attention.takeToasts()).toMatchObject([{ title: 'Drover in #ops-prod', text: '<@UANN> look' }]);
    expect(attention.takeToasts()).toEqual([]);
  });
});
