import { describe, expect, it } from 'vitest';
import { formatDate } from '../../../src/sandbox/page/mrkdwn/format-date.ts';
import type { Inline } from '../../../src/sandbox/page/mrkdwn/inline.ts';
import { parseInline, parseMrkdwn } from '../../../src/sandbox/page/mrkdwn/parse-mrkdwn.ts';

/** A short form for reading: `bold(x)`, `<user U1>`, `code(a)`. */
function short(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case 'text':
          return inline.text;
        case 'code':
          return `code(${inline.text})`;
        case 'bold':
        case 'italic':
        case 'strike':
          return `${inline.type}(${short(inline.inside)})`;
        case 'link':
          return `link(${inline.url}|${short(inline.inside)})`;
        case 'user':
        case 'channel':
        case 'group':
          return `<${inline.type} ${inline.id} ${inline.label ?? ''}>`;
        case 'broadcast':
          return `<!${inline.range}>`;
        case 'date':
          return `<date ${inline.epoch} ${inline.format} ${inline.fallback}>`;
        case 'emoji':
          return `(${inline.name})`;
      }
    })
    .join('');
}

describe('mrkdwn', () => {
  it.each([
    ['plain words', 'plain words'],
    ['*Now* `ip-10-2` draining', 'bold(Now) code(ip-10-2) draining'],
    ['_a_ ~b~ *c _d_*', 'italic(a) strike(b) bold(c italic(d))'],
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    ['* not bold * and *also not', '* not bold * and *also not'],
    ['`*code*` stays', 'code(*code*) stays'],
    ['a &lt;b&gt; &amp;amp;', 'a <b> &amp;'],
    [
      '<@U1|ann> in <#C1|ops> and <!subteam^S1|@sre>',
      '<user U1 ann> in <channel C1 ops> and <group S1 @sre>',
    ],
    ['<!here> <!channel>', '<!here> <!channel>'],
    ['<https://a.example/?x=1&amp;y=2|see *this*>', 'link(https://a.example/?x=1&y=2|see *this*)'],
    ['<https://a.example>', 'link(https://a.example|https://a.example)'],
    ['<!date^1795257120^{time_secs}|10:32:00 UTC>', '<date 1795257120 {time_secs} 10:32:00 UTC>'],
    [':warning: *PDB* :x:', '(warning) bold(PDB) (x)'],
    ['at 10:32:00 sharp', 'at 10:32:00 sharp'],
    ['*Held* by `a`:', 'bold(Held) by code(a):'],
  ])('reads %j', (text, expected) => {
    expect(short(parseInline(text))).toBe(expected);
  });

  it.each(['<script>alert(1)</script>', '<javascript:alert(1)|x>', '<data:text/html,x|y>', '<!unknown^1>'])(
    'leaves %j as text that does nothing',
    (text) => {
      expect(parseInline(text).every(({ type }) => type === 'text')).toBe(true);
    },
  );

  it('parts quotes, preformatted text and lines', () => {
    const blocks = parseMrkdwn('before\n&gt; quoted\n> too\n```\nkubectl get *pods*\n```\nafter');

    expect(blocks.map((block) => block.type)).toEqual(['lines', 'quote', 'pre', 'lines']);
    expect(blocks[2]).toEqual({ type: 'pre', text: 'kubectl get *pods*' });
    expect(blocks[1]).toMatchObject({ lines: [[{ text: 'quoted' }], [{ text: 'too' }]] });
  });

  it('takes a fence without a partner for text', () => {
    expect(parseMrkdwn('a ``` b')).toEqual([{ type: 'lines', lines: [[{ type: 'text', text: 'a ``` b' }]] }]);
  });

  it('is quick with text that is all marks', () => {
    const start = performance.now();

    parseMrkdwn('*_~`<'.repeat(2_000));
    parseMrkdwn('*a '.repeat(3_000));

    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('a date in a message', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const at = (text: string): number => Date.parse(text) / 1000;

  it.each([
    ['2026-11-21T10:32:05Z', '{time}', '10:32'],
    ['2026-11-21T10:32:05Z', '{time_secs}', '10:32:05'],
    ['2026-11-21T10:32:05Z', '{date_short_pretty} {time}', 'today 10:32'],
    ['2026-11-20T10:32:05Z', '{date_pretty}', 'yesterday'],
    ['2026-11-22T01:00:00Z', '{date_pretty}', 'tomorrow'],
    ['2026-11-02T01:00:00Z', '{date_num}', '2026-11-02'],
    ['2026-11-02T01:00:00Z', '{date_short}', '2 Nov 2026'],
    ['2026-11-02T01:00:00Z', '{date}', '2 November 2026'],
    ['2026-11-21T10:00:00Z', '{ago}', '2 hours ago'],
    ['2026-11-21T10:00:00Z', 'at {time} {nonsense}', 'at 10:00 {nonsense}'],
  ])('%s as %j is %j', (instant, format, expected) => {
    expect(formatDate(at(instant), format, now)).toBe(expected);
  });
});
