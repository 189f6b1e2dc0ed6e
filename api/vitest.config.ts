import { createRequire } from 'node:module';
import { defineProject } from 'vitest/config';

export default defineProject({
  // Libraries require graphql's CommonJS build; one copy of its classes must serve tests and libraries alike.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql/index.js') }] },
  test: {
    name: 'api',
    environment: 'node',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'n8n/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['reflect-metadata', '@influencegen/shared-schema/test/patience'],
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
