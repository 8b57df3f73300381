import { defineConfig } from 'vitest/config';

/** The suite that needs a cluster of somebody's own. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/contracts/any-cluster.suite.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
