import { describe, expect, it, onTestFinished } from 'vitest';
import type { SlackSnapshot } from '../../../src/sandbox/control/view/slack-snapshot.ts';
import type { WorldDelta } from '../../../src/sandbox/control/view/world-delta.ts';
import type { WorldView } from '../../../src/sandbox/control/view/world-view.ts';
import { say } from '../../../src/sandbox/slack/hands/say.ts';
import type { ControlAtHand } from './a-control.ts';
import { aControl } from './a-control.ts';

/** What a line of the stream may carry, as far as these tests look. */
interface Said {
  readonly type?: string;
  readonly message?: { readonly text: string };
  readonly world?: WorldView;
  readonly slack?: SlackSnapshot;
  readonly lists?: WorldDelta['lists'];
}

interface Heard {
  readonly event: string;
  readonly data: Said;
}

interface Listener {
  readonly heard: Heard[];
  /** The first event of this kind that is so, heard already or to come. */
  readonly next: (event: string, isSo?: (data: Said) => boolean) => Promise<Said>;
}

/** Reads the stream as a browser does. */
async function listen(control: ControlAtHand): Promise<Listener> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const response = await fetch(`${control.page}live`, { signal: stop.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const heard: Heard[] = [];
  const read = async (): Promise<void> => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const [, event = '', data = 'null'] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
        heard.push({ event, data: JSON.parse(data) as Said });
      }
    }
  };
  read().catch(() => undefined);
  return {
    heard,
    async next(event, isSo = () => true) {
      for (let look = 0; look < 500; look++) {
        const found = heard.find((one) => one.event === event && isSo(one.data));
        if (found) return found.data;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`${event} was not heard, only ${heard.map((one) => one.event).join(', ')}`);
    },
  };
}

describe('the stream to the page', () => {
  it('begins with everything, then tells what changes', async () => {
    const control = await aControl();
    const { next } = await listen(control);

    const hello = await next('hello');
    expect(hello.world?.scenario.name).toBe('small');
    expect(hello.slack?.people.map(({ name }) => name)).toContain('ann');
    expect(hello.slack?.commands[0]).toMatchObject({
      command: '/patch',
      examples: ['/patch prod workers', '/patch prod workers --dry-run', '/patch status'],
    });

    const { slack } = control.world();
    say(slack, { user: 'bob', channel: 'ops-prod', text: 'hi' });
    expect((await next('slack')).message).toMatchObject({ text: 'hi', channel: 'C0OPSPROD00' });

    control.world().traffic.services['shop/web'] = { ok: 1, failed: 0 };
    const delta = await next('world', ({ lists }) => lists?.services !== undefined);
    expect(delta.lists?.services?.put).toMatchObject([{ id: 'shop/web', ok: 1 }]);
  });

  it('sends at most about five pictures a second', async () => {
    const control = await aControl();
    const { heard, next } = await listen(control);
    await next('hello');
    const { traffic } = control.world();

    const timer = setInterval(() => (traffic.services['shop/web'] = { ok: performance.now(), failed: 0 }), 5);
    onTestFinished(() => clearInterval(timer));
    await new Promise((resolve) => setTimeout(resolve, 1_000));

    const pictures = heard.filter(({ event }) => event === 'world').length;
    expect(pictures).toBeGreaterThan(1);
    expect(pictures).toBeLessThanOrEqual(6);
  });

  it('begins anew after a reset, for everybody who listens', async () => {
    const control = await aControl();
    const listeners = [await listen(control), await listen(control)];
    for (const { next } of listeners) await next('hello');

    await control.post('reset', { scenario: 'empty', seed: 4 });

    for (const { next } of listeners) {
      const hello = await next('hello', ({ world }) => world?.scenario.name === 'empty');
      expect(hello.world).toMatchObject({ seed: 4, nodes: [] });
    }
    say(control.world().slack, { user: 'bob', channel: 'general', text: 'still here' });
    expect(await listeners[0]?.next('slack')).toMatchObject({ message: { text: 'still here' } });
  });

  it('tells of a direct channel before the first message in it', async () => {
    const control = await aControl();
    const { heard, next } = await listen(control);
    await next('hello');
    const { slack } = control.world();

    const direct = slack.workspace.directory.direct('U0ANN000000', slack.workspace.bot.id);
    slack.workspace.timeline.post({ channel: direct.id, user: slack.workspace.bot.id, text: 'psst' });

    await next('slack', ({ type }) => type === 'message');
    expect(heard.filter(({ event }) => event === 'slack').map(({ data }) => data.type)).toEqual([
      'channels',
      'message',
    ]);
  });
});
