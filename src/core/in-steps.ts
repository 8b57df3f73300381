/** Work that takes long, done in steps: between two of them whoever does it may let others in. It depends on nothing outside. */
export type InSteps<T> = Generator<void, T>;

/** All of it at once. */
export function finish<T>(work: InSteps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
