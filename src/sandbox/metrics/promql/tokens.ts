export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'duration' | 'sign' | 'end';
  readonly text: string;
}

/** What the language of this endpoint does not know is told, never guessed. */
export class QueryError extends Error {}

const DURATION = /^(?:\d+(?:ms|s|m|h|d))+/;
const NUMBER = /^\d+(?:\.\d+)?/;
const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const SIGN = /^(?:=~|!~|!=|[-+/*(){}[\],=])/;

export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let rest = query.trimStart(); rest !== ''; rest = rest.trimStart()) {
    const [token, length] = nextToken(rest);
    tokens.push(token);
    rest = rest.slice(length);
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function nextToken(rest: string): readonly [Token, number] {
  if (rest.startsWith('"')) return stringToken(rest);
  for (const [kind, pattern] of [
    ['duration', DURATION],
    ['number', NUMBER],
    ['name', NAME],
    ['sign', SIGN],
  ] as const) {
    const text = pattern.exec(rest)?.[0];
    if (text !== undefined) return [{ kind, text }, text.length];
  }
  throw new QueryError(`parse error: unexpected character: ${JSON.stringify(rest.charAt(0))}`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** Strings as Go reads them. */
function stringToken(rest: string): readonly [Token, number] {
  let text = '';
  for (let index = 1; index < rest.length; index++) {
    const character = rest.charAt(index);
    if (character === '"') return [{ kind: 'string', text }, index + 1];
    if (character === '\n') break;
    if (character !== '\\') {
      text += character;
      continue;
    }
    index += 1;
    const escape = rest.charAt(index);
    if (escape === 'u') {
      text += String.fromCharCode(Number.parseInt(rest.slice(index + 1, index + 5), 16));
      index += 4;
    } else {
      const plain = ESCAPES[escape];
      if (plain === undefined) throw new QueryError('parse error: unknown escape sequence');
      text += plain;
    }
  }
  throw new QueryError('parse error: unterminated quoted string');
}
