import { childOf, isFields, listOf, textOf, type Fields } from '../schema/fields.ts';
import {
  GoText,
  invalidValue,
  notSupported,
  quoted,
  requiredValue,
  type FieldError,
} from '../validation/field-error.ts';
import { labelErrors } from '../validation/metadata.ts';
import { pathSegmentProblems, percentProblems, qualifiedNameProblems } from '../validation/names.ts';
import { keepSpec, keepStatus, withoutStatus, type Strategy } from './strategy.ts';

export const budgets: Strategy = {
  // The server looks at no more of a budget's name than whether it fits into a path.
  nameProblems: pathSegmentProblems,
  generation: ['spec'],
  needsVersion: true,
  metadataRounds: { object: 0, update: 0 },
  prepareCreate: withoutStatus(),
  prepareUpdate: keepStatus,
  prepareStatusUpdate: keepSpec,
  validate: budgetErrors,
  validateUpdate: budgetErrors,
};

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

function budgetErrors(budget: Fields): FieldError[] {
  const spec = childOf(budget, 'spec');
  const errors: FieldError[] = [];
  if (isSet(spec['minAvailable']) && isSet(spec['maxUnavailable']))
    errors.push(invalidValue('spec', specText(spec), 'minAvailable and maxUnavailable cannot be both set'));
  for (const key of ['minAvailable', 'maxUnavailable'])
    if (isSet(spec[key])) errors.push(...amountErrors(spec[key], `spec.${key}`));
  if (isFields(spec['selector'])) errors.push(...selectorErrors(spec['selector'], 'spec.selector'));
  const policy = textOf(spec, 'unhealthyPodEvictionPolicy');
  if (policy && !POLICIES.includes(policy))
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES));
  return errors;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The server prints its own struct, with the addresses of what it points to. */
function specText(spec: Fields): GoText {
  const pointer = (type: string, value: unknown): string =>
    isSet(value)
      ? `(*${type})(0xc00${Math.floor(Math.random() * 0xffffff)
          .toString(16)
          .padStart(7, '0')})`
      : `(*${type})(nil)`;
  const parts = [
    `MinAvailable:${pointer('intstr.IntOrString', spec['minAvailable'])}`,
    `Selector:${pointer('v1.LabelSelector', spec['selector'])}`,
    `MaxUnavailable:${pointer('intstr.IntOrString', spec['maxUnavailable'])}`,
    `UnhealthyPodEvictionPolicy:${pointer('policy.UnhealthyPodEvictionPolicyType', spec['unhealthyPodEvictionPolicy'])}`,
  ];
  return new GoText(`policy.PodDisruptionBudgetSpec{${parts.join(', ')}}`);
}

/** A number that is not negative, or a percentage up to 100. */
export function amountErrors(value: unknown, field: string): FieldError[] {
  if (typeof value === 'number')
    return value < 0 ? [invalidValue(field, value, 'must be greater than or equal to 0')] : [];
  const text = String(value);
  const shown = new GoText(`intstr.IntOrString{Type:1, IntVal:0, StrVal:${quoted(text)}}`);
  const problems = percentProblems(text);
  if (problems.length > 0) return problems.map((problem) => invalidValue(field, shown, problem));
  return Number.parseInt(text, 10) > 100 ? [invalidValue(field, shown, 'must not be greater than 100%')] : [];
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

export function selectorErrors(selector: Fields, field: string): FieldError[] {
  const errors = labelErrors(
    childOf(selector, 'matchLabels') as Record<string, string>,
    `${field}.matchLabels`,
  );
  listOf(selector, 'matchExpressions').forEach((expression, index) => {
    const at = `${field}.matchExpressions[${index}]`;
    const operator = textOf(expression, 'operator');
    const values = Array.isArray(expression['values']) ? expression['values'] : [];
    for (const problem of qualifiedNameProblems(textOf(expression, 'key')))
      errors.push(invalidValue(`${at}.key`, textOf(expression, 'key'), problem));
    if (!OPERATORS.includes(operator))
      errors.push(invalidValue(`${at}.operator`, operator, 'not a valid selector operator'));
    else if (operator.endsWith('In') && values.length === 0)
      errors.push(requiredValue(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
    else if (!operator.endsWith('In') && values.length > 0)
      errors.push({
        reason: 'FieldValueForbidden',
        field: `${at}.values`,
        text: "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      });
  });
  return errors;
}
