/** Further than this a word is another word, not a slip of the finger. slack.md 2.2. */
const DISTANCE_MAX = 2;

/** The known word that was most likely meant, or undefined if none is near. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  return nearestWords(word, known)[0];
}

/** All the known words that may have been meant, the nearest first. */
export function nearestWords(word: string, known: readonly string[]): readonly string[] {
  const typed = word.toLowerCase();
  return (
    known
      .map((candidate) => ({ candidate, distance: distanceOf(typed, candidate.toLowerCase()) }))
      // Half of a short word is not a slip: "up" is not "ok".
      .filter(({ candidate, distance }) => distance <= Math.min(DISTANCE_MAX, candidate.length / 2))
      .toSorted((a, b) => a.distance - b.distance)
      .map(({ candidate }) => candidate)
  );
}

/** Levenshtein's distance, with two neighbours that changed places counted as one slip. */
function distanceOf(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? at(before, j - 2) + 1
          : Number.POSITIVE_INFINITY;
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, replaced, swapped));
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
