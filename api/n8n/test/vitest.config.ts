import { defineConfig } from 'vitest/config';
import api from '../../vitest.config.ts';

/** Against a real n8n: npm run test:n8n. Not part of npm test. */
export default defineConfig({
  ...api,
  root: new URL('../..', import.meta.url).pathname,
  test: {
    ...api.test,
    name: 'real n8n',
    include: ['n8n/test/*.suite.ts'],
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
