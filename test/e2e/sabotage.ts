/**
 * Loaded into drover's own process by NODE_OPTIONS: what a process may do to itself, on a signal. The product is not
 * changed for it.
 */

/** Real ms for which the event loop stands still: some times the lease of the small scenario. */
const BLOCKED_MS = 6_000;

process.on('SIGUSR2', () => {
  const until = performance.now() + BLOCKED_MS;
  while (performance.now() < until);
  console.error('sabotage: the event loop stood still');
});

process.on('SIGHUP', () => {
  void Promise.reject(new Error('sabotage: nobody handles this'));
});

const hoard: number[][] = [];

process.on('SIGALRM', () => {
  for (;;) hoard.push(Array.from({ length: 100_000 }, Math.random));
});
