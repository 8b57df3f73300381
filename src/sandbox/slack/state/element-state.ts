import type { JsonObject } from './json-object.ts';
import { isJsonObject, objectsOf } from './json-object.ts';
import type { EnteredValues } from './message.ts';
import { enteredKey } from './message.ts';
import { placedElements } from './placed-elements.ts';

/** What a kind of element holds: under which key, what it starts with, and what a person gives it. */
interface Holding {
  readonly key: string;
  readonly initial: string;
  readonly takes:
    | 'text'
    | 'number'
    | 'option'
    | 'person'
    | 'channel'
    | 'conversation'
    | 'date'
    | 'time'
    | 'rich-text'
    | 'files';
  readonly many: boolean;
}

const HOLDINGS: Readonly<Record<string, Holding>> = {
  plain_text_input: one('value', 'initial_value', 'text'),
  email_text_input: one('value', 'initial_value', 'text'),
  url_text_input: one('value', 'initial_value', 'text'),
  number_input: one('value', 'initial_value', 'text'),
  static_select: one('selected_option', 'initial_option', 'option'),
  external_select: one('selected_option', 'initial_option', 'option'),
  radio_buttons: one('selected_option', 'initial_option', 'option'),
  checkboxes: many('selected_options', 'initial_options', 'option'),
  multi_static_select: many('selected_options', 'initial_options', 'option'),
  multi_external_select: many('selected_options', 'initial_options', 'option'),
  users_select: one('selected_user', 'initial_user', 'person'),
  multi_users_select: many('selected_users', 'initial_users', 'person'),
  channels_select: one('selected_channel', 'initial_channel', 'channel'),
  multi_channels_select: many('selected_channels', 'initial_channels', 'channel'),
  conversations_select: one('selected_conversation', 'initial_conversation', 'conversation'),
  multi_conversations_select: many('selected_conversations', 'initial_conversations', 'conversation'),
  datepicker: one('selected_date', 'initial_date', 'date'),
  timepicker: one('selected_time', 'initial_time', 'time'),
  datetimepicker: one('selected_date_time', 'initial_date_time', 'number'),
  rich_text_input: one('rich_text_value', 'initial_value', 'rich-text'),
  file_input: many('files', 'initial_files', 'files'),
};

/** Turns what a person says (a handle, a channel's name) into ids. */
export interface References {
  person(reference: string): string | undefined;
  channel(reference: string): string | undefined;
  /** Options that the app suggested for an external select. */
  suggested(actionId: string): readonly JsonObject[];
}

/** `state.values` of a payload: what every element of these blocks holds now, by block and action. */
export function stateValues(blocks: readonly JsonObject[], entered: EnteredValues): JsonObject {
  const values: Record<string, Record<string, JsonObject>> = {};
  for (const { block, element } of placedElements(blocks)) {
    const state = stateOf(block, element, entered);
    if (state) (values[String(block['block_id'])] ??= {})[String(element['action_id'])] = state;
  }
  return values;
}

/** Undefined for buttons and menus, which hold nothing. */
export function stateOf(
  block: JsonObject,
  element: JsonObject,
  entered: EnteredValues,
): JsonObject | undefined {
  const holding = HOLDINGS[String(element['type'])];
  if (!holding) return undefined;
  const held = entered.get(enteredKey(block['block_id'], element['action_id']));
  const start = element[holding.initial] ?? (holding.many ? [] : null);
  return held?.['type'] === element['type'] ? held : { type: element['type'], [holding.key]: start };
}

export function isEmptyState(state: JsonObject): boolean {
  const held = Object.entries(state).find(([key]) => key !== 'type')?.[1];
  return held === null || held === undefined || held === '' || (Array.isArray(held) && held.length === 0);
}

/** What the element holds after a person chose or typed `raw`; undefined: it cannot hold that. */
export function chosenState(
  element: JsonObject,
  raw: unknown,
  references: References,
): JsonObject | undefined {
  const holding = HOLDINGS[String(element['type'])];
  if (!holding) return undefined;
  const { type } = element;
  // Somebody who has the whole state at hand may give it as it stands.
  if (isJsonObject(raw) && holding.key in raw) return { type, [holding.key]: raw[holding.key] };
  if (!holding.many) {
    const value = raw === null ? null : accepted(element, holding, raw, references);
    return value === undefined ? undefined : { type, [holding.key]: value };
  }
  const list = (Array.isArray(raw) ? raw : [raw]).map((value) =>
    accepted(element, holding, value, references),
  );
  return list.includes(undefined) ? undefined : { type, [holding.key]: list };
}

/** The option of an element that a person means by its value or its words. */
export function findOption(
  element: JsonObject,
  raw: unknown,
  suggested: readonly JsonObject[] = [],
): JsonObject | undefined {
  const grouped = objectsOf(element['option_groups']).flatMap(({ options }) => objectsOf(options));
  const options = [...objectsOf(element['options']), ...grouped, ...suggested];
  const wanted = isJsonObject(raw) ? raw['value'] : raw;
  return (
    options.find(({ value }) => value === wanted) ??
    options.find(({ text }) => isJsonObject(text) && text['text'] === wanted)
  );
}

function accepted(element: JsonObject, { takes }: Holding, raw: unknown, references: References): unknown {
  switch (takes) {
    case 'option':
      return findOption(element, raw, references.suggested(String(element['action_id'])));
    case 'person':
      return references.person(String(raw));
    case 'channel':
      return references.channel(String(raw));
    case 'conversation':
      return references.channel(String(raw)) ?? references.person(String(raw));
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(String(raw)) ? raw : undefined;
    case 'time':
      return /^\d{2}:\d{2}$/.test(String(raw)) ? raw : undefined;
    case 'number':
      return Number.isFinite(Number(raw)) ? Number(raw) : undefined;
    case 'text':
      return typeof raw === 'string' || typeof raw === 'number' ? String(raw) : undefined;
    case 'rich-text':
    case 'files':
      return raw;
  }
}

function one(key: string, initial: string, takes: Holding['takes']): Holding {
  return { key, initial, takes, many: false };
}

function many(key: string, initial: string, takes: Holding['takes']): Holding {
  return { key, initial, takes, many: true };
}
