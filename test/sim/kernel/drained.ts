/**
 * Resolves when nothing is left that waits for nothing but its turn: a tick that is asked for out of a microtask is only
 * run when all microtasks are done. To be called from a microtask, as what follows an `await` is. Twice as quick as a
 * round of the event loop, which is waited for by nobody here.
 */
export function drained(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
