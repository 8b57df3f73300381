const NUMBERS = new WeakMap<object, number>();
let count = 0;

/** A number for a thing that is never changed in place: the same for the same thing, another one for what replaced it. */
export function numberOf(thing: object): number {
  const known = NUMBERS.get(thing);
  if (known !== undefined) return known;
  count += 1;
  NUMBERS.set(thing, count);
  return count;
}
