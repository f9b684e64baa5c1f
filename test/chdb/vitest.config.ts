import { defineConfig } from 'vitest/config';

/** Tests with today's ClickHouse, embedded; see package.json beside this. */
export default defineConfig({
  test: {
    include: ['test/chdb/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // One engine to a process.
    maxWorkers: 1,
    env: { LC_ALL: 'C', TZ: 'America/New_York' },
  },
});
