import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The machine's own language and zone must never show in a result.
    env: { LC_ALL: 'C', TZ: 'America/New_York' },
  },
});
