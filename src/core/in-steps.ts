/** Work that takes long, done in steps: between two of them whoever does it may let others in. It depends on nothing outside. */
export type InSteps<T> = Generator<void, T>;

/** Items of a long list that are looked at, sorted or moved in one step: some milliseconds. */
export const ITEMS_A_STEP = 4_096;

/** All of it at once. */
export function finish<T>(work: InSteps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
