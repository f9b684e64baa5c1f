import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/dump/read-dump.ts';
import { BadDataError } from '../../../src/errors.ts';
import type { ComputeOptions } from '../../../src/report/compute.ts';
import type { WindowChoice } from '../../../src/report/window.ts';
import { type DumpFile, expectSame } from '../../cluster/equal-reports.ts';
import { generatedDumps } from '../../cluster/generated-dumps.ts';
import { manyNames, strayDates, vendorPayloads } from '../../cluster/telling-dumps.ts';
import { computeFiles } from '../../support/report-of.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { followDump } from './followed-dump.ts';

/** How many generated dumps are asked; LIVE_CASES says another number, LIVE_SEED where to begin. */
const cases = Number(process.env.LIVE_CASES ?? 2);
const seed = Number(process.env.LIVE_SEED ?? 20_261_127);

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse('2026-10-24T18:00:00Z');

/** Those that a state never counts by itself, and some that it may. */
const windows: readonly WindowChoice[] = [
  { kind: 'all' },
  { kind: 'between', from: start, to: start + 20_000 },
  { kind: 'between', from: Date.parse('2026-10-24T22:00:00Z'), to: Date.parse('2026-10-25T23:00:00Z') },
  { kind: 'between', from: null, to: start + 10 * hour },
  { kind: 'between', from: start + 30 * hour, to: null },
  { kind: 'between', from: start + 400 * day, to: start + 401 * day },
  { kind: 'last', milliseconds: 3 * hour },
];

interface Asked {
  readonly windows: readonly WindowChoice[];
  readonly countsWindow: boolean;
}

/**
 * Reads the first half of a dump's files into a state, then the other, and asks for windows after each.
 * @returns how many reports were compared
 */
async function askForWindows(
  dump: readonly DumpFile[],
  { deliveryId: _, ...options }: Partial<ComputeOptions> & ReadOptions,
  { windows, countsWindow }: Asked,
): Promise<number> {
  const folder = temporaryFolder();
  const files = join(folder, 'dump');
  mkdirSync(files);
  const followed = await followDump(join(folder, 'output'), [join(files, '*')], options, countsWindow);
  const half = Math.ceil(dump.length / 2);
  let compared = 0;
  try {
    for (const some of [dump.slice(0, half), dump.slice(half)]) {
      for (const { name, content } of some) writeFileSync(join(files, name), content);
      await followed.update();
      for (const window of windows) {
        const fresh = await computeFiles([join(files, '*')], { ...options, window }).catch((error) => {
          if (error instanceof BadDataError) return null;
          throw error;
        });
        if (fresh === null) continue;
        expectSame(await followed.reportsIn(window, options.timezone ?? 'UTC'), fresh.reports);
        compared += fresh.reports.length;
      }
    }
  } finally {
    await followed.close();
  }
  return compared;
}

describe('a state has the reports of any window of its files, byte for byte, whatever windows it counts', () => {
  it(`of ${cases} generated dumps`, { timeout: 60_000 + cases * 30_000 }, async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        generatedDumps,
        fc.subarray([...windows], { minLength: 2, maxLength: 3 }),
        fc.boolean(),
        async ({ files, reading: { keepQuery, redactDomains = false }, asked }, some, countsWindow) => {
          for (const { window, ...options } of asked.slice(0, 1))
            compared += await askForWindows(
              files,
              { keepQuery, redactDomains, ...options },
              { windows: window === undefined ? some : [window, ...some], countsWindow },
            );
        },
      ),
      { numRuns: cases, seed, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(cases);
  });

  it.each([
    ['what vendors publish of their formats', vendorPayloads],
    ['more domains and variants than are told apart', manyNames],
    ['stray dates', strayDates],
  ])('of %s', { timeout: 240_000 }, async (_name, dump) => {
    const options = { timezone: 'Australia/Lord_Howe', includeTests: true, keepQuery: true };
    expect(
      await askForWindows(dump, options, { windows: windows.slice(1, 3), countsWindow: false }),
    ).toBeGreaterThan(0);
  });
});
