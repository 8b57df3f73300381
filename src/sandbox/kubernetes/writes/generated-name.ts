/** Without vowels and look-alikes, so that no words come out. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const PREFIX_LENGTH_MAX = 63 - SUFFIX_LENGTH;

/** A name out of a prefix: the server adds five characters. */
export function generatedName(prefix: string): string {
  const suffix = Array.from(
    { length: SUFFIX_LENGTH },
    () => LETTERS[Math.floor(Math.random() * LETTERS.length)],
  );
  return `${prefix.slice(0, PREFIX_LENGTH_MAX)}${suffix.join('')}`;
}
