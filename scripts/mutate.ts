import { Stryker } from '@stryker-mutator/core';
import { UsageError } from '../src/errors.ts';

/** Code that is changed, one place at a time, and the tests of which one has to fail then. */
interface Group {
  readonly code: readonly string[];
  readonly tests: readonly string[];
  /** The least share of changes that a test notices, in per cent; docs/mutation-testing.md says what the others are. */
  readonly least: number;
}

/** Each has tests of its own, for some changes are tried with all of them: those that take long stay with the code that needs them. */
const groups: Readonly<Record<string, Group>> = {
  figures: {
    code: [
      'src/report/{buckets,iso-time,rates,thresholds,window}.ts',
      'src/report/statistics/*.ts',
      'src/report/comparison/quantiles.ts',
      'src/charts/*-ticks.ts',
    ],
    tests: [
      'test/report/{buckets,rates,thresholds,window}.test.ts',
      'test/report/statistics/*.test.ts',
      'test/report/comparison/quantiles.test.ts',
      'test/charts/ticks.test.ts',
    ],
    least: 99,
  },
  escaping: {
    code: [
      'src/render/{escape,csv}.ts',
      'src/terminal.ts',
      'src/files/folder-name.ts',
      'src/engine/{dialect,sql-path}.ts',
      'src/mail/mask-addresses.ts',
    ],
    tests: [
      'test/render/{escape,csv}.test.ts',
      'test/terminal.test.ts',
      'test/files/folder-name.test.ts',
      'test/engine/{dialect,sql-path}.test.ts',
      'test/mail/mask-addresses.test.ts',
    ],
    least: 98,
  },
  metrics: {
    code: [
      'src/report/{counting,local-clock,message-outcomes,people,shown-figures,totals}.ts',
      'src/report/counts/{event-counts,message-counts}.ts',
    ],
    tests: ['test/report/{local-time,relation-queries,shown-figures}.test.ts'],
    least: 98,
  },
  ledger: {
    code: [
      'src/mail/{dot-marks,ledger,ledger-file,mail-key,smtp-line}.ts',
      'src/nightly/{health,pending,served}.ts',
    ],
    tests: [
      'test/mail/{dot-marks,ledger,ledger-without-boot,mail-key,smtp-line}.test.ts',
      'test/nightly/{health,pending,served}.test.ts',
    ],
    least: 95,
  },
};

async function mutate(name: string): Promise<void> {
  const group = groups[name];
  if (group === undefined)
    throw new UsageError(`${name}: no such group`, `one of ${Object.keys(groups).join(', ')}`);
  process.env.MUTATION_TESTS = group.tests.join(' ');
  await new Stryker({
    mutate: [...group.code],
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts' },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    timeoutMS: 15_000,
    reporters: ['clear-text', 'progress-append-only', 'html'],
    clearTextReporter: { reportTests: false },
    htmlReporter: { fileName: `coverage/mutation/${name}.html` },
    tempDirName: 'coverage/mutation/copies',
    ignorePatterns: ['bench', 'dist', 'docs', 'output', 'test/dumps'],
    // Stryker reads it with an interface that TypeScript 7 no longer has, and only to mend paths that ours does not hold.
    tsconfigFile: 'none',
    thresholds: { high: 100, low: group.least, break: group.least },
  }).runMutationTest();
}

for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(groups)) await mutate(name);
