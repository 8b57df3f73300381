import type { Check, Field } from './check.ts';
import { boolean, byType, either, list, matching, must, object, oneOf, string } from './check.ts';

/** Slack's limit for a text object where nothing smaller is said. */
const TEXT_MAX = 3000;
const URL_MAX = 3000;
const OPTION_TEXT_MAX = 75;
/** The type package says 75, other pages 150: what holds the smaller holds both. */
const OPTION_VALUE_MAX = 75;
const OPTIONS_MAX = 100;

export function plainText(max = TEXT_MAX): Check {
  return byType({ plain_text: plainTextObject(max) });
}

export function markdownText(max = TEXT_MAX): Check {
  return byType({ mrkdwn: mrkdwnObject(max) });
}

/** plain_text or mrkdwn. */
export function anyText(max = TEXT_MAX): Check {
  return byType({ plain_text: plainTextObject(max), mrkdwn: mrkdwnObject(max) });
}

export const ID: Check = string(255);
export const URL: Check = string(URL_MAX, 1);

export const ACTION_ID = { type: string(64), action_id: ID } as const;

export const CONFIRM: Check = object({
  title: must(plainText(100)),
  text: must(anyText(300)),
  confirm: must(plainText(30)),
  deny: must(plainText(30)),
  style: oneOf('primary', 'danger'),
});

const PLAIN_OPTION = {
  text: must(plainText(OPTION_TEXT_MAX)),
  value: must(string(OPTION_VALUE_MAX)),
  description: plainText(OPTION_TEXT_MAX),
};
/** In selects. */
export const OPTION: Check = object(PLAIN_OPTION);
/** In checkboxes and radio buttons, where mrkdwn is allowed. */
export const RICH_OPTION: Check = object({
  ...PLAIN_OPTION,
  text: must(anyText(OPTION_TEXT_MAX)),
  description: anyText(OPTION_TEXT_MAX),
});
/** In overflow menus, where an option may be a link. */
export const LINK_OPTION: Check = object({ ...PLAIN_OPTION, url: URL });

export const OPTIONS: Check = list(OPTION, OPTIONS_MAX, 1);
export const OPTION_GROUPS: Check = list(
  object({ label: must(plainText(OPTION_TEXT_MAX)), options: must(OPTIONS) }),
  OPTIONS_MAX,
  1,
);

/** What an app may answer when somebody types into a select that asks it. */
export const SUGGESTED_OPTIONS: Check = object(
  {
    options: list(OPTION, OPTIONS_MAX),
    option_groups: list(
      object({ label: must(plainText(OPTION_TEXT_MAX)), options: must(list(OPTION, OPTIONS_MAX)) }),
      OPTIONS_MAX,
    ),
  },
  either('options', 'option_groups'),
);

export const PLACEHOLDER: Check = plainText(150);

export const CONVERSATION_FILTER: Check = object({
  include: list(oneOf('im', 'mpim', 'private', 'public'), 4, 1),
  exclude_external_shared_channels: boolean,
  exclude_bot_users: boolean,
});

export const DISPATCH_CONFIG: Check = object({
  trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2, 1),
});

export const DATE: Check = matching(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');
export const TIME: Check = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:mm');

/** An image is named by address or by file. */
export const IMAGE_SOURCE: Readonly<Record<string, Field>> = {
  image_url: URL,
  slack_file: object({ id: string(255, 1), url: URL }, either('id', 'url')),
};

function plainTextObject(max: number): Check {
  return object({ type: string(64), text: must(string(max, 1)), emoji: boolean });
}

function mrkdwnObject(max: number): Check {
  return object({ type: string(64), text: must(string(max, 1)), verbatim: boolean });
}
