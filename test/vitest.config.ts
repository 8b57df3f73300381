import { defineConfig } from 'vitest/config';

/**
 * Projects by cost: `unit` needs no socket, `sandbox` and `adapters` start servers on loopback, `page` a browser, `e2e`
 * runs the whole product, `long` does so for hours of world time. Each is a stage of test/run.ts.
 */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What was expected, and what came, are told whole: of a run elsewhere the message is all there is.
    chaiConfig: { truncateThreshold: 0 },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/{core,app,architecture,config,cli,run}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'sandbox', include: ['test/sandbox/**/*.test.ts'], exclude: ['test/sandbox/page/**'] },
      },
      { extends: true, test: { name: 'image', include: ['test/image/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['test/sandbox/page/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: { name: 'adapters', include: ['test/{adapters,compose,jobs,contracts}/**/*.test.ts'] },
      },
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
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          testTimeout: 21_600_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          // Stories as fast as the real world, side by side: two cores carry so many.
          maxConcurrency: 3,
        },
      },
    ],
  },
});
