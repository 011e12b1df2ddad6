import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'docs/examples/**/*.test.ts'],
    pool: 'forks',
    globalSetup: ['test/workspace.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
