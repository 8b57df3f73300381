import type { Json } from '../json.ts';
import { objectOf, objectsOf } from '../json.ts';

/** Under which keys the state of an element, and its beginning, stand. */
const KEYS: Readonly<Record<string, readonly [state: string, initial: string]>> = {
  plain_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  checkboxes: ['selected_options', 'initial_options'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  users_select: ['selected_user', 'initial_user'],
  multi_users_select: ['selected_users', 'initial_users'],
  channels_select: ['selected_channel', 'initial_channel'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
};

/** What an element holds, in the form in which it is sent: an option by its value, anything else as it is. */
export function heldValue(element: Json, state: Json | undefined): unknown {
  const keys = KEYS[String(element['type'])];
  if (!keys) return undefined;
  const held = state?.[keys[0]] ?? element[keys[1]];
  if (keys[0] === 'selected_option') return objectOf(held)['value'];
  if (keys[0] === 'selected_options') return objectsOf(held).map((option) => option['value']);
  return held ?? undefined;
}
