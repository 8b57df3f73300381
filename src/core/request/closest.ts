/** Two letters wrong is a typo; three are another word. slack.md 2.2. */
const DISTANCE_MAX = 2;

/** The known words that a mistyped one probably meant, the closest first. */
export function closest(word: string, known: readonly string[]): readonly string[] {
  const near = known
    .map((candidate) => ({
      candidate,
      distance: distanceBetween(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ candidate, distance }) => distance <= DISTANCE_MAX && distance < candidate.length);
  return near.toSorted((a, b) => a.distance - b.distance).map(({ candidate }) => candidate);
}

/** Levenshtein. */
function distanceBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
