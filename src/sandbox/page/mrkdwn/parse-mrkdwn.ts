import type { Block, Inline } from './inline.ts';
import { parseAngle } from './parse-angle.ts';
import { unescape } from './unescape.ts';

const FENCE = '```';

/** Slack's mrkdwn as parts. What is not markup stays text, and `&lt;` is a `<` that can open nothing. */
export function parseMrkdwn(text: string): readonly Block[] {
  const pieces = text.split(FENCE);
  // An odd number of fences: the last one has no partner and is text.
  const isOpen = pieces.length % 2 === 0;
  if (isOpen) pieces.push([pieces.pop(), pieces.pop()].toReversed().join(FENCE));
  return pieces.flatMap((piece, index) => {
    if (index % 2 === 1) return [{ type: 'pre' as const, text: unescape(piece).replace(/^\n|\n$/g, '') }];
    return linesOf(piece, index > 0, index < pieces.length - 1);
  });
}

function linesOf(piece: string, isAfterPre: boolean, isBeforePre: boolean): readonly Block[] {
  const start = isAfterPre && piece.startsWith('\n') ? 1 : 0;
  const trimmed = piece.slice(start, isBeforePre && piece.endsWith('\n') ? -1 : undefined);
  if (trimmed === '') return [];
  const blocks: { type: 'lines' | 'quote'; lines: (readonly Inline[])[] }[] = [];
  for (const line of trimmed.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line)?.[1];
    const type = quoted === undefined ? 'lines' : 'quote';
    const last = blocks.at(-1);
    const inside = parseInline(quoted ?? line);
    if (last?.type === type) last.lines.push(inside);
    else blocks.push({ type, lines: [inside] });
  }
  return blocks;
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
/** Nesting that people can still read. */
const DEPTH_MAX = 8;

/** One line. */
export function parseInline(line: string, depth = 0): readonly Inline[] {
  const found: Inline[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') found.push({ type: 'text', text: unescape(plain) });
    plain = '';
  };
  let at = 0;
  while (at < line.length) {
    const token = tokenAt(line, at, depth);
    if (token) {
      flush();
      found.push(token.inline);
      at += token.length;
    } else {
      plain += line[at];
      at += 1;
    }
  }
  flush();
  return found;
}

interface Token {
  readonly inline: Inline;
  readonly length: number;
}

function tokenAt(line: string, at: number, depth: number): Token | undefined {
  const rest = line.slice(at);
  switch (line.charAt(at)) {
    case '`': {
      const text = /^`([^`]+)`/.exec(rest)?.[1];
      return text === undefined
        ? undefined
        : { inline: { type: 'code', text: unescape(text) }, length: text.length + 2 };
    }
    case '<': {
      const inside = /^<([^<>]+)>/.exec(rest)?.[1];
      const inline = inside === undefined ? undefined : parseAngle(inside);
      return inline && inside !== undefined ? { inline, length: inside.length + 2 } : undefined;
    }
    case ':': {
      const name = /^:([a-z0-9_+'-]+):/.exec(rest)?.[1];
      return name === undefined || /\w$/.test(line.slice(0, at))
        ? undefined
        : { inline: { type: 'emoji', name }, length: name.length + 2 };
    }
    case '*':
    case '_':
    case '~':
      return depth < DEPTH_MAX ? markedAt(line, at, depth) : undefined;
    default:
      return undefined;
  }
}

/** Bold, italic, strike: the mark hugs the words from both sides and stands apart from others. */
function markedAt(line: string, at: number, depth: number): Token | undefined {
  const mark = line[at] as keyof typeof MARKS;
  if (at > 0 && /[\p{L}\p{N}]/u.test(line[at - 1] ?? '')) return undefined;
  const pattern = `^[${mark}](?=\\S)((?:[^${mark}\`]|\`[^\`]*\`)*?\\S)[${mark}](?![\\p{L}\\p{N}])`;
  const inside = new RegExp(pattern, 'u').exec(line.slice(at))?.[1];
  if (inside === undefined) return undefined;
  return { inline: { type: MARKS[mark], inside: parseInline(inside, depth + 1) }, length: inside.length + 2 };
}
