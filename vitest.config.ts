import { defineConfig } from 'vitest/config';

// Not inherited by projects. Two cores: more workers than that only slow each other down.
const maxWorkers = 2;

/** For what is awaited with `vi.waitFor` and with `expect.poll`. */
const patience = {
  setupFiles: ['@influencegen/shared-schema/test/patience'],
  expect: { poll: { timeout: 10_000 } },
};

const webApp = (name: string) => ({
  // As in the browser: under Node the library would take the files of Node for files.
  resolve: { alias: { 'tus-js-client': 'tus-js-client/lib.es5/browser/index.js' } },
  test: {
    name,
    root: name,
    environment: 'jsdom',
    // Each file still has a world of its own; jsdom and React are only compiled once: a third less work.
    pool: 'vmThreads',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    css: false,
    maxWorkers,
    // Above what a query waits for, so that its message tells what is missing.
    testTimeout: 20_000,
  },
});

export default defineConfig({
  test: {
    projects: [
      'api',
      {
        test: {
          name: 'shared-schema',
          root: 'shared-schema',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}'],
          ...patience,
          maxWorkers,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'scripts',
          root: 'scripts',
          environment: 'node',
          include: ['*.test.ts'],
          ...patience,
          globalSetup: ['global-setup.ts'],
          maxWorkers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      webApp('web-influencer'),
      webApp('web-admin'),
      {
        test: {
          name: 'e2e',
          root: 'e2e',
          environment: 'node',
          include: ['**/*.test.ts'],
          globalSetup: ['global-setup.ts'],
          ...patience,
          // After the others: journeys measure patience.
          sequence: { groupOrder: 1 },
          maxWorkers,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
