import { numberOf, textOf, type Fields } from '../schema/fields.ts';
import {
  duplicateValue,
  GoText,
  invalidValue,
  notSupported,
  quoted,
  requiredValue,
  type FieldError,
} from './field-error.ts';
import { labelValueProblems, qualifiedNameProblems } from './names.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const OPERATORS = ['Equal', 'Exists'];

/** The server calls the field of a node's taints `metadata.taints`. */
export function taintErrors(taints: readonly Fields[], field = 'metadata.taints'): FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, index) => {
    const at = `${field}[${index}]`;
    const errors = oneTaintErrors(taint, at);
    if (errors.length > 0) return errors;
    const identity = `${textOf(taint, 'key')}:${textOf(taint, 'effect')}`;
    if (seen.has(identity))
      errors.push(duplicateValue(at, taintText(taint), 'taints must be unique by key and effect pair'));
    seen.add(identity);
    return errors;
  });
}

function oneTaintErrors(taint: Fields, at: string): FieldError[] {
  const key = textOf(taint, 'key');
  const value = textOf(taint, 'value');
  const effect = textOf(taint, 'effect');
  const errors: FieldError[] = [];
  for (const problem of qualifiedNameProblems(key)) errors.push(invalidValue(`${at}.key`, key, problem));
  const wrong = labelValueProblems(value);
  if (wrong.length > 0) errors.push(invalidValue(`${at}.value`, value, wrong.join(';')));
  errors.push(...effectErrors(effect, `${at}.effect`, false));
  return errors;
}

function effectErrors(effect: string, field: string, mayBeEmpty: boolean): FieldError[] {
  if (effect === '') return mayBeEmpty ? [] : [requiredValue(field)];
  return EFFECTS.includes(effect) ? [] : [notSupported(field, effect, EFFECTS)];
}

function taintText(taint: Fields): GoText {
  const parts = [
    `Key:${quoted(textOf(taint, 'key'))}`,
    `Value:${quoted(textOf(taint, 'value'))}`,
    `Effect:${quoted(textOf(taint, 'effect'))}`,
    'TimeAdded:<nil>',
  ];
  return new GoText(`core.Taint{${parts.join(', ')}}`);
}

export function tolerationErrors(toleration: Fields, at: string): FieldError[] {
  const key = textOf(toleration, 'key');
  const value = textOf(toleration, 'value');
  const operator = textOf(toleration, 'operator');
  const effect = textOf(toleration, 'effect');
  const errors: FieldError[] = [];
  if (key)
    for (const problem of qualifiedNameProblems(key)) errors.push(invalidValue(`${at}.key`, key, problem));
  if (!key && operator !== 'Exists')
    errors.push(
      invalidValue(
        `${at}.operator`,
        operator,
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ),
    );
  if (numberOf(toleration, 'tolerationSeconds') !== undefined && effect !== 'NoExecute')
    errors.push(
      invalidValue(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"),
    );
  if (operator === 'Exists' && value)
    errors.push(invalidValue(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  if (operator && !OPERATORS.includes(operator))
    errors.push(notSupported(`${at}.operator`, operator, OPERATORS));
  return [...errors, ...effectErrors(effect, `${at}.effect`, true)];
}
