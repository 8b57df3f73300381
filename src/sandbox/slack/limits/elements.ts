import type { Check, Field } from './check.ts';
import { anything, boolean, either, list, must, number, object, oneOf, string } from './check.ts';
import {
  ACTION_ID,
  CONFIRM,
  CONVERSATION_FILTER,
  DATE,
  DISPATCH_CONFIG,
  IMAGE_SOURCE,
  LINK_OPTION,
  OPTION,
  OPTION_GROUPS,
  OPTIONS,
  PLACEHOLDER,
  plainText,
  RICH_OPTION,
  TIME,
  URL,
} from './composition.ts';
import { RICH_TEXT } from './rich-text.ts';

/** Checkboxes and radio buttons hold ten. */
const CHOICES_MAX = 10;
const OVERFLOW_MAX = 5;
const INITIAL_MAX = 100;
const IDS_MAX = 100;

const BASE = { ...ACTION_ID, confirm: CONFIRM, focus_on_load: boolean };
const SELECT = { ...BASE, placeholder: PLACEHOLDER };
const MULTI = { ...SELECT, max_selected_items: number(1) };
const TYPED = {
  ...ACTION_ID,
  placeholder: PLACEHOLDER,
  focus_on_load: boolean,
  dispatch_action_config: DISPATCH_CONFIG,
};
const STATIC = { options: OPTIONS, option_groups: OPTION_GROUPS };
const CONVERSATIONS = { filter: CONVERSATION_FILTER, default_to_current_conversation: boolean };
const someIds = list(string(255, 1), IDS_MAX);
const button = {
  ...ACTION_ID,
  text: must(plainText(75)),
  value: string(2000),
  style: oneOf('primary', 'danger'),
  confirm: CONFIRM,
  accessibility_label: string(75),
};
const feedback = object({
  text: must(plainText(75)),
  value: must(string(2000)),
  accessibility_label: string(75),
});

/** Every element of Block Kit by its type, with the limits Slack publishes for it. */
export const ELEMENTS: Readonly<Record<string, Check>> = {
  button: object({ ...button, url: URL }),
  workflow_button: object({ ...button, workflow: must(anything) }),
  icon_button: object({ ...button, icon: must(string(255, 1)), visible_to_user_ids: someIds }),
  feedback_buttons: object({
    ...ACTION_ID,
    positive_button: must(feedback),
    negative_button: must(feedback),
  }),
  checkboxes: choices({ initial_options: list(RICH_OPTION, CHOICES_MAX, 1) }),
  radio_buttons: choices({ initial_option: RICH_OPTION }),
  overflow: object({ ...ACTION_ID, confirm: CONFIRM, options: must(list(LINK_OPTION, OVERFLOW_MAX, 1)) }),
  datepicker: object({ ...SELECT, initial_date: DATE }),
  timepicker: object({ ...SELECT, initial_time: TIME, timezone: string(255) }),
  datetimepicker: object({ ...BASE, initial_date_time: number(1_000_000_000, 9_999_999_999) }),
  static_select: object({ ...SELECT, ...STATIC, initial_option: OPTION }, either('options', 'option_groups')),
  multi_static_select: object(
    { ...MULTI, ...STATIC, initial_options: list(OPTION, INITIAL_MAX, 1) },
    either('options', 'option_groups'),
  ),
  external_select: object({ ...SELECT, min_query_length: number(0), initial_option: OPTION }),
  multi_external_select: object({
    ...MULTI,
    min_query_length: number(0),
    initial_options: list(OPTION, INITIAL_MAX, 1),
  }),
  users_select: object({ ...SELECT, initial_user: string(255) }),
  multi_users_select: object({ ...MULTI, initial_users: someIds }),
  conversations_select: object({
    ...SELECT,
    ...CONVERSATIONS,
    initial_conversation: string(255),
    response_url_enabled: boolean,
  }),
  multi_conversations_select: object({ ...MULTI, ...CONVERSATIONS, initial_conversations: someIds }),
  channels_select: object({ ...SELECT, initial_channel: string(255), response_url_enabled: boolean }),
  multi_channels_select: object({ ...MULTI, initial_channels: someIds }),
  plain_text_input: object({
    ...TYPED,
    initial_value: string(3000),
    multiline: boolean,
    min_length: number(0, 3000),
    max_length: number(1, 3000),
  }),
  number_input: object({
    ...TYPED,
    is_decimal_allowed: must(boolean),
    initial_value: string(255),
    min_value: string(255),
    max_value: string(255),
  }),
  email_text_input: object({ ...TYPED, initial_value: string(3000) }),
  url_text_input: object({ ...TYPED, initial_value: string(3000) }),
  rich_text_input: object({
    ...TYPED,
    initial_value: RICH_TEXT,
    min_lines: number(1, 100),
    max_lines: number(1, 100),
  }),
  file_input: object({ ...ACTION_ID, filetypes: list(string(255, 1), 100, 1), max_files: number(1, 10) }),
  image: object(
    { type: string(64), alt_text: must(string(2000, 1)), ...IMAGE_SOURCE },
    either('image_url', 'slack_file'),
  ),
};

const SELECTS = [
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
];
const PICKERS = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];

/** Which elements may stand where. */
export const ELEMENTS_IN = {
  actions: [
    ...SELECTS,
    ...PICKERS,
    'datetimepicker',
    'button',
    'overflow',
    'workflow_button',
    'rich_text_input',
  ],
  section: [...SELECTS, ...PICKERS, 'button', 'overflow', 'workflow_button', 'image'],
  input: [
    ...SELECTS,
    ...PICKERS,
    'datetimepicker',
    'plain_text_input',
    'number_input',
    'email_text_input',
    'url_text_input',
    'rich_text_input',
    'file_input',
  ],
} as const;

function choices(initial: Readonly<Record<string, Field>>): Check {
  return object({ ...BASE, options: must(list(RICH_OPTION, CHOICES_MAX, 1)), ...initial });
}
