import type { ContextBlock, HeaderBlock, MrkdwnElement, SectionBlock } from '@slack/types';
import { plain } from './plain.ts';
import { shortenMarkdown } from './shorten-markdown.ts';

/** Slack takes 3,000; a little less leaves room for what we count differently. */
export const SECTION_MAX = 2_900;
const FIELD_MAX = 1_900;
const FIELDS_MAX = 10;
const HEADER_MAX = 150;
const CONTEXT_MAX = 1_900;

/** Slack's markdown that stays as it is written: bare words do not become links, channels or mentions. Never empty. */
function markdown(text: string, max: number): MrkdwnElement {
  return { type: 'mrkdwn', text: shortenMarkdown(text, max) || '–', verbatim: true };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: plain(text, HEADER_MAX), emoji: false } };
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: markdown(text, SECTION_MAX) };
}

/** Pairs of a label and a value, in two columns. */
export function fields(pairs: readonly (readonly [label: string, value: string])[]): SectionBlock {
  return {
    type: 'section',
    fields: pairs.slice(0, FIELDS_MAX).map(([label, value]) => markdown(`*${label}*\n${value}`, FIELD_MAX)),
  };
}

export function context(...texts: readonly string[]): ContextBlock {
  return {
    type: 'context',
    elements: [markdown(texts.filter((text) => text !== '').join(' · '), CONTEXT_MAX)],
  };
}
