import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, codeBlock, inert, prose } from '../../../../src/adapters/slack/views/inert.ts';
import { shortenMarkdown } from '../../../../src/adapters/slack/views/shorten-markdown.ts';
import { hostileText } from './hostile-text.ts';

const INVISIBLE = /[^\n\P{Cc}]|[\p{Cf}\p{Cs}]/u;

describe('inert text', () => {
  it('escapes what Slack would read as a mention, a channel or a link', () => {
    expect(inert('<!channel> <@U1|x> <https://x|Approve> a & b', 200)).toBe(
      '&lt;!channel&gt; &lt;@U1|x&gt; &lt;https://x|Approve&gt; a &amp; b',
    );
  });

  it('drops what turns text around or cannot be seen', () => {
    expect(inert('pod\u202egnp.exe\u200b\u0000 \ufeffend\u2066', 50)).toBe('podgnp.exe end');
  });

  it('puts lines together, so that a name cannot write a line of its own', () => {
    expect(inert('cart\n:white_check_mark: *Approved*', 80)).toBe('cart :white_check_mark: *Approved*');
  });

  it('cuts by what is sent and never inside an escape', () => {
    expect(inert('&&&&', 12)).toBe('&amp;&amp;…');
  });

  it('keeps a name inside its code marks', () => {
    expect(code('a`b`', 20)).toBe("`a'b'`");
    expect(code('\u200b')).toBe('`(empty)`');
  });

  it('keeps paired code marks of a sentence and breaks a lonely one', () => {
    expect(prose('run `kubectl` now', 50)).toBe('run `kubectl` now');
    expect(prose('run `kubectl now', 50)).toBe("run 'kubectl now");
    expect(prose('``` x ``', 50)).toBe("''' x ''");
  });

  it('holds for any text: no angle bracket, nothing invisible, never longer than allowed', () => {
    fc.assert(
      fc.property(hostileText(), fc.integer({ min: 10, max: 300 }), (text, max) => {
        for (const safe of [inert(text, max), prose(text, max), code(text, max), codeBlock(text, max)]) {
          expect(safe).not.toMatch(/[<>]/u);
          expect(safe).not.toMatch(INVISIBLE);
          expect(safe.length).toBeLessThanOrEqual(max + 9);
        }
        expect(inert(text, max).length).toBeLessThanOrEqual(max);
      }),
      { numRuns: 500 },
    );
  });
});

describe('shortened markdown', () => {
  it('cuts between lines and closes an open block of code', () => {
    const text = `*Fix:*\n\`\`\`\n${'line of yaml\n'.repeat(50)}\`\`\``;

    const short = shortenMarkdown(text, 200);

    expect(short.length).toBeLessThanOrEqual(200);
    expect(short.split('```').length % 2).toBe(1);
    expect(short.endsWith('…')).toBe(true);
  });

  it('never leaves half of a mention or of an escape behind', () => {
    for (let max = 20; max < 60; max++) {
      const short = shortenMarkdown(
        'asked by <@U0123456789> &amp;&amp;&amp; `code that goes on` <!subteam^S1>',
        max,
      );
      expect(short.replace(/<[^<>]*>/gu, '').replace(/&amp;/gu, '')).not.toMatch(/[<>&]/u);
      expect(short.split('`').length % 2).toBe(1);
    }
  });
});
