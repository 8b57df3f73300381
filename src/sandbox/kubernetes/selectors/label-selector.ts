import {
  isMet,
  keyProblem,
  requirementProblem,
  type Labels,
  type Operator,
  type Requirement,
} from './requirement.ts';

export type { Labels } from './requirement.ts';
export type LabelSelector = readonly Requirement[];

/** The selector as it stands inside objects (budgets, Services have a plain map). */
export interface LabelSelectorObject {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export function matchesLabels(selector: LabelSelector, labels: Labels | undefined): boolean {
  return selector.every((requirement) => isMet(requirement, labels ?? {}));
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

/**
 * Whether the selector of an object takes these labels: none selects nothing, an empty one everything. A selector
 * that makes no sense selects nothing.
 */
export function matchesSelectorObject(
  selector: LabelSelectorObject | null | undefined,
  labels: Labels | undefined,
): boolean {
  if (!selector) return false;
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (!isMet({ key, operator: '=', values: [value] }, labels ?? {})) return false;
  }
  return (selector.matchExpressions ?? []).every(({ key, operator, values }) => {
    const known = OPERATORS[operator];
    return known !== undefined && isMet({ key, operator: known, values: values ?? [] }, labels ?? {});
  });
}

/** The selector as text, as the scale subresource shows it: `app=web,tier in (a,b)`. */
export function selectorText(selector: LabelSelectorObject | null | undefined): string {
  const parts: [string, string][] = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => [
    key,
    `${key}=${value}`,
  ]);
  for (const { key, operator, values = [] } of selector?.matchExpressions ?? []) {
    const list = `(${values.toSorted().join(',')})`;
    const text: Record<string, string> = {
      In: `${key} in ${list}`,
      NotIn: `${key} notin ${list}`,
      Exists: key,
      DoesNotExist: `!${key}`,
    };
    parts.push([key, text[operator] ?? key]);
  }
  return parts
    .toSorted(([left], [right]) => (left < right ? -1 : Number(left > right)))
    .map(([, text]) => text)
    .join(',');
}

/** A selector text that cannot be read. */
export class SelectorProblem extends Error {}

/** Reads the text of a query, `app=x,tier notin (back)`. Throws a SelectorProblem in the words of the server. */
export function parseLabelSelector(text: string): LabelSelector {
  return new Parser(text).parse();
}

type Token = 'word' | 'end' | ',' | '(' | ')' | '=' | '==' | '!=' | '!' | '>' | '<' | 'error';

interface Lexeme {
  readonly token: Token;
  readonly text: string;
}

const SYMBOLS = '=!(),><';
const WORD = /[^\s=!(),><]+/y;

function tokenize(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    if (/\s/.test(char)) {
      at += 1;
    } else if (SYMBOLS.includes(char)) {
      const pair = text.slice(at, at + 2);
      const symbol = pair === '==' || pair === '!=' ? pair : char;
      lexemes.push({ token: symbol as Token, text: symbol });
      at += symbol.length;
    } else {
      WORD.lastIndex = at;
      const word = WORD.exec(text)?.[0] ?? char;
      lexemes.push({ token: 'word', text: word });
      at += word.length;
    }
  }
  lexemes.push({ token: 'end', text: '' });
  return lexemes;
}

class Parser {
  readonly #lexemes: Lexeme[];
  #at = 0;

  constructor(text: string) {
    this.#lexemes = tokenize(text);
  }

  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const next = this.#peek();
      if (next.token === 'end') return requirements;
      if (next.token !== 'word' && next.token !== '!')
        throw new SelectorProblem(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      requirements.push(this.#requirement());
      const after = this.#take();
      if (after.token === 'end') return requirements;
      if (after.token !== ',')
        throw new SelectorProblem(`found '${after.text}', expected: ',' or 'end of string'`);
      const follower = this.#peek();
      if (follower.token !== 'word' && follower.token !== '!')
        throw new SelectorProblem(`found '${follower.text}', expected: identifier after ','`);
    }
  }

  #requirement(): Requirement {
    let first = this.#take();
    const isNegated = first.token === '!';
    if (isNegated) first = this.#take();
    if (first.token !== 'word') throw problem(`found '${first.text}', expected: identifier`);
    const key = first.text;
    const wrongKey = keyProblem(key);
    if (wrongKey !== undefined) throw problem(wrongKey);
    const next = this.#peek().token;
    if (isNegated || next === 'end' || next === ',') {
      return checked({ key, operator: isNegated ? '!' : 'exists', values: [] });
    }
    const operator = this.#operator();
    const values = operator === 'in' || operator === 'notin' ? this.#values() : [this.#value()];
    return checked({ key, operator, values: [...new Set(values)].sort() });
  }

  #operator(): Operator {
    const { token, text } = this.#take();
    if (token === '=' || token === '==' || token === '!=') return token;
    if (token === '>') return 'gt';
    if (token === '<') return 'lt';
    if (token === 'word' && (text === 'in' || text === 'notin')) return text;
    throw problem(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
  }

  #value(): string {
    const next = this.#peek();
    if (next.token === 'end' || next.token === ',') return '';
    if (this.#take().token === 'word') return next.text;
    throw problem(`found '${next.text}', expected: identifier`);
  }

  #values(): string[] {
    const open = this.#take();
    if (open.token !== '(') throw problem(`found '${open.text}' expected: '('`);
    const values: string[] = [];
    let last = '';
    for (;;) {
      const next = this.#take();
      if (next.token === 'word') {
        values.push(next.text);
        const after = this.#peek();
        if (after.token !== ',' && after.token !== ')')
          throw problem(`found '${after.text}', expected: ',' or ')'`);
      } else if (next.token === ')') {
        // `()` and `(a,)` have an empty value in them.
        return values.length === 0 || last === ',' ? [...values, ''] : values;
      } else if (next.token === ',') {
        if (values.length === 0 || last === ',') values.push('');
      } else if (values.length === 0) {
        throw problem(`found '${next.text}', expected: ',', ')' or identifier`);
      } else {
        throw problem(`found '${next.text}', expected: ',', or identifier`);
      }
      last = next.token;
    }
  }

  #peek(): Lexeme {
    return this.#lexemes[this.#at] ?? { token: 'end', text: '' };
  }

  #take(): Lexeme {
    const next = this.#peek();
    this.#at += 1;
    return next;
  }
}

function problem(text: string): SelectorProblem {
  return new SelectorProblem(`unable to parse requirement: ${text}`);
}

function checked(requirement: Requirement): Requirement {
  const wrong = requirementProblem(requirement);
  if (wrong !== undefined) throw problem(wrong);
  return requirement;
}
