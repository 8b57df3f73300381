const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * Up to ten letters that stand for a text, made of the letters that Kubernetes uses for hashes in names. The
 * collision count gives another one for the same text.
 */
export function shortHash(text: string, collisionCount = 0): string {
  const digits = String(fnv32(collisionCount > 0 ? `${text}#${collisionCount}` : text));
  return Array.from(digits, (digit) => LETTERS[digit.charCodeAt(0) % LETTERS.length]).join('');
}

function fnv32(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value, 0x01000193);
    value ^= text.charCodeAt(index);
  }
  return value >>> 0;
}
