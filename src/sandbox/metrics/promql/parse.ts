import { QueryError, tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** The part of PromQL that this endpoint answers. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'selector'; readonly name: string; readonly matchers: readonly Matcher[] }
  | { readonly kind: 'range'; readonly of: Extract<Expression, { kind: 'selector' }>; readonly ms: number }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | {
      readonly kind: 'aggregation';
      readonly name: string;
      readonly by: readonly string[];
      readonly of: Expression;
    }
  | {
      readonly kind: 'binary';
      readonly operator: '-' | '/';
      readonly left: Expression;
      readonly right: Expression;
    };

const AGGREGATIONS = ['sum', 'max', 'min', 'count'];
const FUNCTIONS = ['increase', 'timestamp', 'time', 'vector'];

export function parseQuery(query: string): Expression {
  const parser = new Parser(tokensOf(query));
  const expression = parser.expression();
  parser.end();
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  expression(): Expression {
    let left = this.#quotient();
    while (this.#takeSign('-')) left = { kind: 'binary', operator: '-', left, right: this.#quotient() };
    return left;
  }

  end(): void {
    if (this.#peek().kind !== 'end') throw this.#unexpected();
  }

  #quotient(): Expression {
    let left = this.#term();
    while (this.#takeSign('/')) left = { kind: 'binary', operator: '/', left, right: this.#term() };
    return left;
  }

  #term(): Expression {
    const token = this.#next();
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'sign' && token.text === '(') {
      const inner = this.expression();
      this.#sign(')');
      return inner;
    }
    if (token.kind !== 'name') throw this.#unexpected(token);
    if (AGGREGATIONS.includes(token.text)) return this.#aggregation(token.text);
    if (FUNCTIONS.includes(token.text) && this.#peekSign('(')) return this.#call(token.text);
    return this.#selector(token.text);
  }

  #aggregation(name: string): Expression {
    const by: string[] = [];
    if (this.#peek().text === 'by') {
      this.#next();
      this.#sign('(');
      while (!this.#takeSign(')')) {
        by.push(this.#name());
        this.#takeSign(',');
      }
    }
    this.#sign('(');
    const of = this.expression();
    this.#sign(')');
    return { kind: 'aggregation', name, by, of };
  }

  #call(name: string): Expression {
    this.#sign('(');
    const list: Expression[] = [];
    while (!this.#takeSign(')')) {
      list.push(this.expression());
      this.#takeSign(',');
    }
    return { kind: 'call', name, arguments: list };
  }

  #selector(name: string): Expression {
    const matchers: Matcher[] = [];
    if (this.#takeSign('{')) {
      while (!this.#takeSign('}')) {
        matchers.push(this.#matcher());
        if (!this.#peekSign('}')) this.#sign(',');
      }
    }
    const of = { kind: 'selector', name, matchers } as const;
    if (!this.#takeSign('[')) return of;
    const duration = this.#next();
    if (duration.kind !== 'duration') throw this.#unexpected(duration);
    this.#sign(']');
    return { kind: 'range', of, ms: durationMs(duration.text) };
  }

  #matcher(): Matcher {
    const label = this.#name();
    const operator = this.#next().text;
    if (operator !== '=' && operator !== '!=' && operator !== '=~' && operator !== '!~')
      throw this.#unexpected();
    const value = this.#next();
    if (value.kind !== 'string') throw this.#unexpected(value);
    return { label, operator, value: value.text };
  }

  #name(): string {
    const token = this.#next();
    if (token.kind !== 'name') throw this.#unexpected(token);
    return token.text;
  }

  #sign(text: string): void {
    if (!this.#takeSign(text)) throw this.#unexpected();
  }

  #takeSign(text: string): boolean {
    if (!this.#peekSign(text)) return false;
    this.#at += 1;
    return true;
  }

  #peekSign(text: string): boolean {
    const token = this.#peek();
    return token.kind === 'sign' && token.text === text;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #unexpected(token: Token = this.#peek()): QueryError {
    return new QueryError(`parse error: unexpected ${token.kind} ${JSON.stringify(token.text)}`);
  }
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function durationMs(text: string): number {
  return [...text.matchAll(/(\d+)(ms|[smhd])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}
