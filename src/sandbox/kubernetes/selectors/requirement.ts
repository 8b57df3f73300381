import { invalidValue, messageOf, type FieldError } from '../validation/field-error.ts';
import { labelValueProblems, qualifiedNameProblems } from '../validation/names.ts';

export type Labels = Readonly<Record<string, string>>;

export type Operator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

/** One condition on one label. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export function isMet({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && values.includes(value);
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
      return value !== undefined && isInteger(value) && BigInt(value) > BigInt(values[0] ?? '0');
    case 'lt':
      return value !== undefined && isInteger(value) && BigInt(value) < BigInt(values[0] ?? '0');
  }
}

function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

/** What is wrong with a requirement, in one text; undefined if nothing. */
export function requirementProblem({ key, operator, values }: Requirement): string | undefined {
  const errors: FieldError[] = keyErrors(key);
  if ((operator === 'gt' || operator === 'lt') && !isInteger(values[0] ?? '')) {
    const detail = "for 'Gt', 'Lt' operators, the value must be an integer";
    errors.push(invalidValue('values[0]', values[0] ?? '', detail));
  }
  values.forEach((value, index) => {
    for (const problem of labelValueProblems(value))
      errors.push(invalidValue(`values[${index}][${key}]`, value, problem));
  });
  if (errors.length === 0) return undefined;
  const texts = [...new Set(errors.map(messageOf))];
  return texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
}

export function keyProblem(key: string): string | undefined {
  const [error] = keyErrors(key);
  return error && messageOf(error);
}

function keyErrors(key: string): FieldError[] {
  const problems = qualifiedNameProblems(key);
  return problems.length === 0 ? [] : [invalidValue('key', key, problems.join('; '))];
}
