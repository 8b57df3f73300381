import { defineConfig } from 'vitest/config';

/** Projects by cost: `unit` needs no socket, `sandbox` starts servers on loopback, `e2e` runs the whole product. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/{core,app,architecture,config,cli}/**/*.test.ts'] },
      },
      { extends: true, test: { name: 'sandbox', include: ['test/sandbox/**/*.test.ts'] } },
      { extends: true, test: { name: 'adapters', include: ['test/{adapters,jobs,contracts}/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
