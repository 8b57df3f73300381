import type { ConditionKeys } from './authorization.ts';
import { asList, type ConditionOperand, type PolicyStatement } from './policy.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

type Compare = (given: string, wanted: string) => boolean;

interface Operator {
  readonly compare: Compare;
  /** A negated operator holds where the key is absent, and must hold for every operand. */
  readonly negated: boolean;
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries<[Compare, string?]>({
    StringEquals: [(given, wanted) => given === wanted, 'StringNotEquals'],
    StringEqualsIgnoreCase: [
      (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
      'StringNotEqualsIgnoreCase',
    ],
    StringLike: [(given, wanted) => matchesWildcard(wanted, given), 'StringNotLike'],
    ArnLike: [(given, wanted) => matchesArn(wanted, given), 'ArnNotLike'],
    ArnEquals: [(given, wanted) => matchesArn(wanted, given), 'ArnNotEquals'],
    NumericEquals: [(given, wanted) => Number(given) === Number(wanted), 'NumericNotEquals'],
    NumericLessThan: [(given, wanted) => Number(given) < Number(wanted)],
    NumericLessThanEquals: [(given, wanted) => Number(given) <= Number(wanted)],
    NumericGreaterThan: [(given, wanted) => Number(given) > Number(wanted)],
    NumericGreaterThanEquals: [(given, wanted) => Number(given) >= Number(wanted)],
    DateEquals: [(given, wanted) => Date.parse(given) === Date.parse(wanted), 'DateNotEquals'],
    DateLessThan: [(given, wanted) => Date.parse(given) < Date.parse(wanted)],
    DateLessThanEquals: [(given, wanted) => Date.parse(given) <= Date.parse(wanted)],
    DateGreaterThan: [(given, wanted) => Date.parse(given) > Date.parse(wanted)],
    DateGreaterThanEquals: [(given, wanted) => Date.parse(given) >= Date.parse(wanted)],
    Bool: [(given, wanted) => given.toLowerCase() === wanted.toLowerCase()],
  }).flatMap(([name, [compare, opposite]]): [string, Operator][] => {
    const plain: [string, Operator] = [name, { compare, negated: false }];
    return opposite ? [plain, [opposite, { compare, negated: true }]] : [plain];
  }),
);

/** All conditions of a statement must hold. Throws on an operator that IAM, or this evaluator, does not know. */
export function conditionsHold(condition: PolicyStatement['Condition'], keys: ConditionKeys): boolean {
  const given = new Map(Object.entries(keys).map(([name, values]) => [name.toLowerCase(), values]));
  return Object.entries(condition ?? {}).every(([operator, operands]) =>
    Object.entries(operands).every(([key, wanted]) =>
      holds(operator, given.get(key.toLowerCase()), operandTexts(wanted, given)),
    ),
  );
}

/** `${aws:username}` and its like in a policy's text, replaced by what the request holds. */
export function substitute(text: string, keys: ReadonlyMap<string, readonly string[]>): string {
  return text.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => {
    if (name === '*' || name === '?' || name === '$') return name;
    return keys.get(name.toLowerCase())?.[0] ?? whole;
  });
}

function operandTexts(
  wanted: ConditionOperand,
  keys: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  return asList<string | number | boolean>(wanted).map((value) => substitute(String(value), keys));
}

function holds(name: string, given: readonly string[] | undefined, wanted: readonly string[]): boolean {
  const [, set, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  if (base === 'Null')
    return wanted.some((text) => (text.toLowerCase() === 'true') === (given === undefined));
  const operator = OPERATORS.get(base ?? '');
  if (!operator)
    throw new Error(`the policy uses the condition operator ${name}, which this evaluator does not know`);
  if (given === undefined || given.length === 0)
    return ifExists !== undefined || set === 'ForAllValues' || (operator.negated && set === undefined);
  const accepts = (value: string): boolean => {
    const hit = wanted.some((text) => operator.compare(value, text));
    return operator.negated ? !hit : hit;
  };
  return set === 'ForAllValues' || (set === undefined && operator.negated)
    ? given.every(accepts)
    : given.some(accepts);
}
