import type { Check } from './check.ts';
import { boolean, byType, list, must, number, object, oneOf, string } from './check.ts';
import { ID, URL } from './composition.ts';

/** Slack publishes no limit for the parts of a rich text; these keep a message from being absurd. */
const PARTS_MAX = 1000;
const TEXT_MAX = 12_000;

const STYLE = object({
  bold: boolean,
  code: boolean,
  italic: boolean,
  strike: boolean,
  underline: boolean,
  highlight: boolean,
  client_highlight: boolean,
  unlink: boolean,
});
const INLINE = { type: string(64), style: STYLE };
const text = object({ ...INLINE, text: must(string(TEXT_MAX, 1)) });
const link = object({ ...INLINE, url: must(URL), text: string(TEXT_MAX), unsafe: boolean });

const INLINES: Check = byType({
  text,
  link,
  broadcast: object({ ...INLINE, range: must(oneOf('here', 'channel', 'everyone')) }),
  channel: object({ ...INLINE, channel_id: must(string(255, 1)) }),
  color: object({ ...INLINE, value: must(string(255, 1)) }),
  date: object({
    ...INLINE,
    timestamp: must(number()),
    format: must(string(255, 1)),
    url: URL,
    fallback: string(TEXT_MAX),
  }),
  emoji: object({ ...INLINE, name: must(string(255, 1)), unicode: string(255), url: URL }),
  team: object({ ...INLINE, team_id: must(string(255, 1)) }),
  user: object({ ...INLINE, user_id: must(string(255, 1)) }),
  usergroup: object({ ...INLINE, usergroup_id: must(string(255, 1)) }),
});

const BORDER = { type: string(64), border: number(0, 1) };
const section = object({ type: string(64), elements: must(list(INLINES, PARTS_MAX)) });

/** The `rich_text` block, alone and as a part of others. */
export const RICH_TEXT: Check = object({
  type: oneOf('rich_text'),
  block_id: ID,
  elements: must(
    list(
      byType({
        rich_text_section: section,
        rich_text_quote: object({ ...BORDER, elements: must(list(INLINES, PARTS_MAX)) }),
        rich_text_preformatted: object({
          ...BORDER,
          elements: must(list(byType({ text, link }), PARTS_MAX)),
          language: string(255),
        }),
        rich_text_list: object({
          ...BORDER,
          elements: must(list(byType({ rich_text_section: section }), PARTS_MAX)),
          style: must(oneOf('bullet', 'ordered')),
          indent: number(0, 8),
          offset: number(0),
        }),
      }),
      PARTS_MAX,
    ),
  ),
});
