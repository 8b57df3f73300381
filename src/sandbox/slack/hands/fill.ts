import type { SlackParts } from '../slack-parts.ts';
import { chosenState, isEmptyState, stateOf } from '../state/element-state.ts';
import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject, textOf } from '../state/json-object.ts';
import { enteredKey } from '../state/message.ts';
import { findElement } from '../state/placed-elements.ts';
import type { PlacedElement } from '../state/placed-elements.ts';
import type { View } from '../state/views.ts';
import type { Refusal } from './refusal.ts';
import { cannot } from './refusal.ts';
import type { SurfaceAtHand } from './surface.ts';
import { referencesFor } from './surface.ts';

/** `{ block: { action: value } }`, or `{ action: value }` where that is clear. */
export type FilledValues = JsonObject;

const REQUIRED = 'Please complete this required field.';

/** A person fills in fields, and nothing is sent yet. Answers what cannot be filled in so. */
export function fill(slack: SlackParts, surface: SurfaceAtHand, values: FilledValues): Refusal | undefined {
  for (const [key, value] of Object.entries(values)) {
    const inner = namedFields(surface, key, value);
    if (inner.length === 0) return cannot('field_not_found', `There is no field ${key} in that view.`);
    for (const [actionId, raw, blockId] of inner) {
      const placed = findElement(surface.blocks, actionId, blockId);
      const state = placed && chosenState(placed.element, raw, referencesFor(slack, surface));
      if (!placed || !state)
        return cannot('field_not_found', `${actionId} cannot hold ${JSON.stringify(raw)}.`);
      surface.entered.set(enteredKey(placed.block['block_id'], actionId), state);
    }
  }
  return undefined;
}

type NamedField = readonly [action: string, value: unknown, block: string | undefined];

/** A block and an action may have the same name: what names actions of that block means the block. */
function namedFields({ blocks }: SurfaceAtHand, key: string, value: unknown): readonly NamedField[] {
  const inBlock = isJsonObject(value)
    ? Object.entries(value).map(([action, one]): NamedField => [action, one, key])
    : [];
  const isBlock = inBlock.length > 0 && inBlock.every(([action]) => findElement(blocks, action, key));
  return !isBlock && findElement(blocks, key) ? [[key, value, undefined]] : inBlock;
}

/** What Slack's client itself refuses to submit, by block: empty required fields and text of the wrong length. */
export function missingFields(view: View): Readonly<Record<string, string>> {
  const inputs = view.blocks.filter(({ type }) => type === 'input');
  return Object.fromEntries(
    inputs.flatMap((block) => {
      const problem = isJsonObject(block['element'])
        ? problemOf(view, { block, element: block['element'], path: '' })
        : undefined;
      return problem ? [[String(block['block_id']), problem]] : [];
    }),
  );
}

function problemOf(view: View, { block, element }: PlacedElement): string | undefined {
  const state = stateOf(block, element, view.entered) ?? {};
  if (isEmptyState(state)) return block['optional'] === true ? undefined : REQUIRED;
  const value = textOf(state['value']);
  switch (element['type']) {
    case 'plain_text_input':
      return lengthProblem(value, Number(element['min_length'] ?? 0), Number(element['max_length'] ?? 3000));
    case 'number_input':
      return numberProblem(value, element);
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(value) ? undefined : 'Enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'Enter a valid URL.';
    default:
      return undefined;
  }
}

function lengthProblem(value: string, min: number, max: number): string | undefined {
  if (value.length < min) return `Use at least ${min} characters.`;
  return value.length > max ? `Use at most ${max} characters.` : undefined;
}

function numberProblem(
  value: string,
  { is_decimal_allowed: decimal, min_value: min, max_value: max }: JsonObject,
): string | undefined {
  const number = Number(value);
  if (!Number.isFinite(number) || (decimal !== true && !Number.isInteger(number)))
    return 'Enter a valid number.';
  if (min !== undefined && number < Number(min)) return `Enter a number of at least ${Number(min)}.`;
  return max !== undefined && number > Number(max) ? `Enter a number of at most ${Number(max)}.` : undefined;
}
