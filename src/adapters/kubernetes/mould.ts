/** Strings of a JSON text that differ from one text to the next. */
export interface OpenRule {
  /** Global, with indices; its group `open` is what stands between the quotes, or the end of it. */
  readonly pattern: RegExp;
  /** `shared`: many texts have the same there, so it is kept once. `dropped`: it is not kept, and its length is always the same. */
  readonly kind: 'own' | 'shared' | 'dropped';
  /** Only before the first object or list inside of it: further in, the same key is of something else. */
  readonly onTop?: boolean;
}

/** What is made of a text that was parsed. It may drop and move strings that are open, and must not look at them. */
export type Reduce<T> = (parsed: unknown) => T;

/**
 * A text of JSON in which some strings are left open. Of a list of objects that are alike each one is compared with the
 * mould of the first instead of being parsed: where all but the open strings is the same, byte for byte, parsing would
 * give the same but for these.
 */
export class Mould<T> {
  readonly #pieces: readonly Buffer[];
  readonly #gaps: readonly Gap[];
  readonly #value: T;
  readonly #plan: Plan | undefined;
  readonly #begins: number[];
  readonly #ends: number[];

  private constructor(pieces: readonly Buffer[], gaps: readonly Gap[], value: T) {
    this.#pieces = pieces;
    this.#gaps = gaps;
    this.#value = value;
    this.#plan = planOf(value);
    this.#begins = gaps.map(() => 0);
    this.#ends = gaps.map(() => 0);
  }

  /** `tail`: what is missing at the end of the text to be JSON. Undefined if the text cannot serve as one; throws what is no JSON. */
  static of<T>(
    text: string,
    tail: string,
    rules: readonly OpenRule[],
    reduce: Reduce<T>,
  ): Mould<T> | undefined {
    if (text.includes(MARK_AS_JSON)) return undefined;
    const gaps = gapsOf(text, rules);
    const pieces: string[] = [];
    let marked = '';
    let from = 0;
    for (const [index, { begin, end, kind }] of gaps.entries()) {
      pieces.push(text.slice(from, begin));
      marked += text.slice(from, begin) + (kind === 'dropped' ? '' : `${MARK_AS_JSON}${index}`);
      from = end;
    }
    pieces.push(text.slice(from));
    const value = reduce(JSON.parse(marked + text.slice(from) + tail));
    return new Mould(
      pieces.map((piece) => Buffer.from(piece)),
      gaps,
      value,
    );
  }

  /** Where a text ends that begins here and is alike; undefined if it is not. */
  match(json: Buffer, from: number): number | undefined {
    let at = from;
    for (let index = 0; index < this.#pieces.length; index++) {
      const piece = this.#pieces[index] ?? NOTHING;
      if (!isAt(json, piece, at)) return undefined;
      at += piece.length;
      const gap = this.#gaps[index];
      if (!gap) break;
      const end = endOfString(json, at);
      if (end === undefined || (gap.kind === 'dropped' && end - at !== gap.end - gap.begin)) return undefined;
      this.#begins[index] = at;
      this.#ends[index] = end;
      at = end;
    }
    return at;
  }

  /** What the text says that was matched last. `once`: keeps a string that many texts have. */
  cast(json: Buffer, once: (text: string) => string): T {
    if (!this.#plan) return this.#value;
    const open = (index: number): string => {
      const text = json.toString('latin1', this.#begins[index], this.#ends[index]);
      return this.#gaps[index]?.kind === 'shared' ? once(text) : text;
    };
    return fill(this.#value, this.#plan, open) as T;
  }
}

interface Gap {
  readonly begin: number;
  readonly end: number;
  readonly kind: OpenRule['kind'];
}

function gapsOf(text: string, rules: readonly OpenRule[]): readonly Gap[] {
  const top = text.slice(0, /:[{[]/.exec(text)?.index);
  return rules
    .flatMap(({ pattern, kind, onTop }) =>
      [...(onTop === true ? top : text).matchAll(pattern)].flatMap(({ indices }) => {
        const [begin, end] = indices?.groups?.['open'] ?? [];
        return begin === undefined || end === undefined ? [] : [{ begin, end, kind }];
      }),
    )
    .toSorted((a, b) => a.begin - b.begin);
}

/** Stands for an open string. No text is taken for a mould that has such a sign itself. */
const MARK = '\u0000';
const MARK_AS_JSON = String.raw`\u0000`;

/** Where the open strings of a value are: those of an object itself, and the parts of it that have some. */
interface Plan {
  readonly open: readonly (readonly [key: string, index: number])[];
  readonly parts: readonly (readonly [key: string, plan: Plan])[];
}

function planOf(value: unknown): Plan | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  const open = entries.flatMap(([key, part]) =>
    typeof part === 'string' && part.startsWith(MARK) ? [[key, Number(part.slice(1))] as const] : [],
  );
  const parts = entries.flatMap(([key, part]) => {
    const plan = planOf(part);
    return plan ? [[key, plan] as const] : [];
  });
  return open.length + parts.length === 0 ? undefined : { open, parts };
}

/** A copy with the open strings in their places; whatever has none is shared. */
function fill(value: unknown, plan: Plan, open: (index: number) => string): unknown {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  for (const [key, index] of plan.open) copy[key] = open(index);
  for (const [key, part] of plan.parts) copy[key] = fill(copy[key], part, open);
  return copy;
}

const NOTHING = Buffer.alloc(0);

/** Shorter pieces are compared here: the call would take longer. */
const LONG_BYTES = 48;

function isAt(json: Buffer, piece: Buffer, at: number): boolean {
  const { length } = piece;
  if (at + length > json.length) return false;
  if (length > LONG_BYTES) return json.compare(piece, 0, length, at, at + length) === 0;
  for (let index = 0; index < length; index++) if (json[at + index] !== piece[index]) return false;
  return true;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const DELETE = 0x7f;

/** The quote that closes a string; undefined where it is not written as it is read. */
function endOfString(json: Buffer, from: number): number | undefined {
  for (let at = from; at < json.length; at++) {
    const byte = json[at] ?? 0;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < SPACE || byte >= DELETE) return undefined;
  }
  return undefined;
}
