import type { Random } from '../../random.ts';
import type { JsonObject } from './json-object.ts';
import { isJsonObject } from './json-object.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/';
const GENERATED_LENGTH = 5;
/** Elements with which a person can do something, of whatever kind. */
const INTERACTIVE = /(_select|_input|button|buttons|picker|checkboxes|overflow)$/;
const NESTED = ['elements', 'actions', 'child_blocks', 'accessory', 'element'];

/** The blocks with an id on each block and each interactive element, as Slack generates them. */
export function withIds(blocks: readonly JsonObject[], random: Random): readonly JsonObject[] {
  return blocks.map((block) => ({ block_id: generated(random), ...within(block, random) }));
}

function within(part: JsonObject, random: Random): JsonObject {
  const whole: Record<string, unknown> = { ...part };
  for (const key of NESTED) {
    if (key in part) whole[key] = nested(key, part[key], random);
  }
  return whole;
}

function nested(key: string, value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.map((one): unknown => nested(key, one, random));
  if (!isJsonObject(value)) return value;
  if (key === 'child_blocks' || value['type'] === 'card')
    return { block_id: generated(random), ...within(value, random) };
  if (!INTERACTIVE.test(String(value['type']))) return within(value, random);
  return { action_id: generated(random), ...value };
}

function generated(random: Random): string {
  return Array.from({ length: GENERATED_LENGTH }, () => LETTERS[random.integer(LETTERS.length)]).join('');
}
