import { describe, expect, it } from 'vitest';
import { answerAddress, threadAddress } from '../../../src/adapters/slack/listeners/answer-address.ts';
import { classicMessage, textOnly } from '../../../src/adapters/slack/classic-message.ts';
import { NonceBook } from '../../../src/adapters/slack/nonce-book.ts';
import { TimedCache } from '../../../src/adapters/slack/timed-cache.ts';

describe('the address of an answer', () => {
  const API = 'https://slack.com/api/';

  it.each([
    'https://hooks.slack.com.evil.example/x',
    'https://evil.example/hooks.slack.com',
    'http://hooks.slack.com/commands/1',
    'https://user:pw@hooks.slack.com/x',
    'https://hooks.slack.com:8443/x',
    'https://hooks.slack.com@evil.example/x',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'thread:C1/../x',
    'thread:C0PROD/1.2/<!channel>',
    '',
  ])('is never %s', (address) => {
    expect(answerAddress(address, API)).toBeUndefined();
  });

  it("is Slack's own host for answers, the host of the Web API, or a thread", () => {
    expect(answerAddress('https://hooks.slack.com/commands/T/1/2', API)).toMatchObject({
      kind: 'response-url',
    });
    expect(answerAddress('http://127.0.0.1:4400/response/1', 'http://127.0.0.1:4400/api/')).toMatchObject({
      kind: 'response-url',
    });
    expect(answerAddress('http://127.0.0.1:4401/response/1', 'http://127.0.0.1:4400/api/')).toBeUndefined();
    expect(answerAddress(threadAddress('C0PROD', '1700000000.000100', 'U0ANN'), API)).toEqual({
      kind: 'thread',
      channel: 'C0PROD',
      threadTs: '1700000000.000100',
      user: 'U0ANN',
    });
  });
});

describe('a message without new blocks', () => {
  const section = { type: 'section', text: { type: 'mrkdwn', text: 'above' } };
  const table = {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'Node' },
        { type: 'raw_text', text: 'AMI' },
      ],
      [
        { type: 'raw_text', text: 'ip-1 <b>' },
        { type: 'raw_text', text: 'ami-`1' },
      ],
    ],
  };

  it('shows a table as monospace text, harmless as the table was', () => {
    const classic = classicMessage({ text: 'done', blocks: [section, table] });

    expect(classic.blocks).toEqual([
      section,
      {
        type: 'section',
        text: { type: 'mrkdwn', verbatim: true, text: "```\nNode      AMI\nip-1 &lt;b&gt;  ami-'1\n```" },
      },
    ]);
  });

  it('is the very same where there is nothing to replace, and loses what it cannot show', () => {
    const plain = { text: 'x', blocks: [section] };

    expect(classicMessage(plain)).toBe(plain);
    expect(classicMessage({ text: 'x', blocks: [section, { type: 'data_visualization' }] }).blocks).toEqual([
      section,
    ]);
    expect(textOnly(plain)).toEqual({ text: 'x', blocks: [] });
  });

  it('spreads a long table over as many sections as it needs', () => {
    const rows = Array.from({ length: 100 }, (_, index) => [
      { type: 'raw_text', text: `${index} ${'x'.repeat(60)}` },
    ]);

    const { blocks } = classicMessage({ text: 'x', blocks: [{ type: 'table', rows }] });

    expect(blocks.length).toBeGreaterThan(2);
    for (const block of blocks) expect(JSON.stringify(block).length).toBeLessThan(3_100);
    expect(JSON.stringify(blocks)).toContain('99 xxx');
  });
});

describe('the nonces', () => {
  it('let a delivery in once within ten minutes', () => {
    const nonces = new NonceBook();

    expect(nonces.isNew('v0=a', 0)).toBe(true);
    expect(nonces.isNew('v0=a', 599_999)).toBe(false);
    expect(nonces.isNew('v0=b', 599_999)).toBe(true);
    expect(nonces.isNew('v0=a', 600_000)).toBe(true);
  });
});

describe('what is remembered of people', () => {
  it('is read again after its time, once for everybody who asks, and never remembered as a failure', async () => {
    let now = 0;
    let reads = 0;
    const cache = new TimedCache<number>(60_000, () => now);
    const read = async (): Promise<number> => {
      reads += 1;
      if (reads === 3) throw new Error('away');
      return reads;
    };

    expect(await Promise.all([cache.get('g', read), cache.get('g', read)])).toEqual([1, 1]);
    now = 59_999;
    expect(await cache.get('g', read)).toBe(1);
    now = 60_000;
    expect(await cache.get('g', read)).toBe(2);
    now = 120_000;
    await expect(cache.get('g', read)).rejects.toThrow('away');
    expect(await cache.get('g', read)).toBe(4);
  });
});
