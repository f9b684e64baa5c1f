import { defineConfig } from 'vitest/config';

/** The tests that scripts/mutate.ts tries its mutants with: they need no build. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { LC_ALL: 'C', TZ: 'America/New_York' },
    include: process.env.MUTATION_TESTS?.split(' ') ?? [],
  },
});
