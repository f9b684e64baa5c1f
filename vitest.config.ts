import { defineConfig } from 'vitest/config';

/** What a page is tested with: browsers, which want the machine for themselves. */
const pages = 'test/page/**/*.test.ts';

const shared = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // The machine's own language and zone must never show in a result.
  env: { LC_ALL: 'C', TZ: 'America/New_York' },
};

export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'program',
          include: ['test/**/*.test.ts'],
          exclude: [pages, 'test/chdb/**'],
          // All processors, not all but one: most of these tests wait for a process or a disk.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'pages',
          include: [pages],
          maxWorkers: 1,
          // A browser on a busy machine may miss its moment once, not twice.
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
