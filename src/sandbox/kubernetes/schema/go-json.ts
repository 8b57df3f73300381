/** A body that was read, with the paths of fields that stand in it twice; or why it could not be read. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown; readonly duplicates: readonly string[] }
  | { readonly ok: false; readonly error: string };

/** Reads JSON with the error texts of the server's own decoder. */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text), duplicates: duplicateFields(text) };
  } catch {
    return { ok: false, error: syntaxError(text) };
  }
}

interface Level {
  readonly path: string;
  /** Keys seen so far; undefined in a list. */
  readonly keys: Set<string> | undefined;
  index: number;
}

/** The paths of repeated object keys in a text that is known to be JSON. */
function duplicateFields(text: string): string[] {
  const found: string[] = [];
  const levels: Level[] = [];
  let here = '';
  let awaitsKey = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const level = levels.at(-1);
    if (char === '"') {
      const end = endOfString(text, at);
      if (awaitsKey && level?.keys) {
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        here = level.path ? `${level.path}.${key}` : key;
        if (level.keys.has(key)) found.push(here);
        level.keys.add(key);
        awaitsKey = false;
      }
      at = end;
    } else if (char === '{' || char === '[') {
      levels.push({ path: here, keys: char === '{' ? new Set() : undefined, index: 0 });
      awaitsKey = char === '{';
      if (char === '[') here = `${here}[0]`;
    } else if (char === '}' || char === ']') {
      levels.pop();
      awaitsKey = false;
    } else if (char === ',' && level) {
      awaitsKey = level.keys !== undefined;
      level.index += 1;
      if (!level.keys) here = `${level.path}[${level.index}]`;
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}

const SPACE = /[ \t\r\n]/;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class SyntaxProblem extends Error {}

/** Where and why a text is no JSON: `invalid character 'a' looking for beginning of value`. */
function syntaxError(text: string): string {
  try {
    const end = skipSpace(text, readValue(text, skipSpace(text, 0)));
    if (end < text.length) fail(text, end, 'after top-level value');
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return problem.message;
    throw problem;
  }
  return 'unexpected end of JSON input';
}

function fail(text: string, at: number, where: string): never {
  const char = text[at];
  if (char === undefined) throw new SyntaxProblem('unexpected end of JSON input');
  throw new SyntaxProblem(`invalid character ${shownChar(char)} ${where}`);
}

/** Go's %q of one character. */
function shownChar(char: string): string {
  if (char === "'") return String.raw`'\''`;
  if (char === '"') return `'"'`;
  const code = char.codePointAt(0) ?? 0;
  const named: Record<string, string> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };
  if (named[char]) return `'${named[char]}'`;
  if (code < 0x20 || code === 0x7f) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  if (code >= 0x80 && code < 0xa0) return `'\\u${code.toString(16).padStart(4, '0')}'`;
  return `'${char}'`;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.test(text[at] as string)) at += 1;
  return at;
}

function readValue(text: string, at: number): number {
  const char = text[at];
  if (char === '{') return readObject(text, at);
  if (char === '[') return readList(text, at);
  if (char === '"') return readString(text, at);
  for (const word of ['true', 'false', 'null']) {
    if (char === word[0]) return readWord(text, at, word);
  }
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text);
  if (number) return at + number[0].length;
  if (char === '-') return fail(text, at + 1, 'in numeric literal');
  return fail(text, at, 'looking for beginning of value');
}

function readWord(text: string, at: number, word: string): number {
  for (let offset = 1; offset < word.length; offset++) {
    if (text[at + offset] !== word[offset])
      fail(text, at + offset, `in literal ${word} (expecting ${shownChar(word[offset] as string)})`);
  }
  return at + word.length;
}

function readString(text: string, at: number): number {
  for (let next = at + 1; ; next++) {
    const char = text[next];
    if (char === '"') return next + 1;
    if (char === undefined || char < ' ') fail(text, next, 'in string literal');
    if (char === '\\') {
      next += 1;
      const escaped = text[next];
      if (escaped === undefined || !'"\\/bfnrtu'.includes(escaped)) fail(text, next, 'in string escape code');
    }
  }
}

function readObject(text: string, start: number): number {
  let at = skipSpace(text, start + 1);
  if (text[at] === '}') return at + 1;
  for (;;) {
    if (text[at] !== '"') fail(text, at, 'looking for beginning of object key string');
    at = skipSpace(text, readString(text, at));
    if (text[at] !== ':') fail(text, at, 'after object key');
    at = skipSpace(text, readValue(text, skipSpace(text, at + 1)));
    if (text[at] === '}') return at + 1;
    if (text[at] !== ',') fail(text, at, 'after object key:value pair');
    at = skipSpace(text, at + 1);
  }
}

function readList(text: string, start: number): number {
  let at = skipSpace(text, start + 1);
  if (text[at] === ']') return at + 1;
  for (;;) {
    at = skipSpace(text, readValue(text, at));
    if (text[at] === ']') return at + 1;
    if (text[at] !== ',') fail(text, at, 'after array element');
    at = skipSpace(text, at + 1);
  }
}
