import type { MessageBlock, SlackMessage } from './message.ts';
import { shortenMarkdown } from './shorten-markdown.ts';

/** Slack fails a message somewhere above 11,000 characters and documents no number (slack.md 0.6). */
const MESSAGE_TEXT_MAX = 9_000;
const MESSAGE_BLOCKS_MAX = 50;
/** Slack refuses an edit whose text is longer than 4,000. */
const SENTENCE_MAX = 1_000;
const SHORTENED_MIN = 200;

/**
 * The last guard of every message: too much text shortens the longest sections, too many blocks drop sections from the
 * end. Buttons, header and context always stay.
 */
export function fitMessage(text: string, blocks: readonly (MessageBlock | undefined)[]): SlackMessage {
  const present = blocks.filter((block) => block !== undefined);
  return { text: shortenMarkdown(text, SENTENCE_MAX) || '–', blocks: shortened(fewer(present)) };
}

/** Characters that people see: every string under a key `text`. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) =>
      sum + (typeof one === 'string' ? (key === 'text' ? one.length : 0) : textLength(one)),
    0,
  );
}

function fewer(blocks: readonly MessageBlock[]): readonly MessageBlock[] {
  const surplus = blocks.length - MESSAGE_BLOCKS_MAX;
  if (surplus <= 0) return blocks;
  const dropped = new Set(blocks.filter(({ type }) => type === 'section').slice(-surplus));
  return blocks.filter((block) => !dropped.has(block)).slice(0, MESSAGE_BLOCKS_MAX);
}

function shortened(blocks: readonly MessageBlock[]): readonly MessageBlock[] {
  const out = [...blocks];
  // Each turn halves one section, so a few turns a section are always enough.
  for (let turn = 0; turn < 6 * MESSAGE_BLOCKS_MAX && textLength(out) > MESSAGE_TEXT_MAX; turn++) {
    const longest = longestSection(out);
    if (longest === undefined) return out;
    const { index, text } = longest;
    const half = shortenMarkdown(text, Math.max(SHORTENED_MIN, Math.floor(text.length / 2)));
    out[index] = { type: 'section', text: { type: 'mrkdwn', text: half, verbatim: true } };
  }
  return out;
}

function longestSection(blocks: readonly MessageBlock[]): { index: number; text: string } | undefined {
  let found: { index: number; text: string } | undefined;
  for (const [index, block] of blocks.entries()) {
    if (block.type !== 'section' || block.text === undefined || block.text.text.length <= SHORTENED_MIN)
      continue;
    if (found === undefined || block.text.text.length > found.text.length)
      found = { index, text: block.text.text };
  }
  return found;
}
