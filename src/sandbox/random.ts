/** A seeded source of chance: the same seed gives the same world. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  integer(below: number): number;
  /** A number in [from, to). */
  between(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  /** An independent stream for one part of the world, so that parts do not disturb each other's draws. */
  stream(name: string): Random;
}

export function createRandom(seed: number | string): Random {
  const next = mulberry32(hash(String(seed)));
  return {
    next,
    integer: (below) => Math.floor(next() * below),
    between: (from, to) => from + next() * (to - from),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('cannot pick from an empty list');
      return item;
    },
    stream: (name) => createRandom(`${seed}/${name}`),
  };
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}

/** Mulberry32: small, fast, good enough for a world of a few hundred pods. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
