import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Many tests wait: for a tick, a deadline, a process that they killed. One file more than there are processors, so that others compute
// meanwhile; the default is one less, on two cores one file at a time.
const maxWorkers = availableParallelism() + 1;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'docs/examples/**/*.test.ts'],
    pool: 'forks',
    maxWorkers,
    globalSetup: ['test/workspace.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
