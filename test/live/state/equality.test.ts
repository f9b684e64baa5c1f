import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/dump/read-dump.ts';
import { rejectsText } from '../../../src/dump/rejects.ts';
import { BadDataError } from '../../../src/errors.ts';
import type { ComputeOptions } from '../../../src/report/compute.ts';
import { type DumpFile, expectSame } from '../../cluster/equal-reports.ts';
import { generatedDumps } from '../../cluster/generated-dumps.ts';
import { hostileFormats, manyNames, strayDates, vendorPayloads } from '../../cluster/telling-dumps.ts';
import { randomNumbers } from '../../support/random-numbers.ts';
import { computeFiles } from '../../support/report-of.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { followDump } from './followed-dump.ts';

/** How many generated dumps are followed; LIVE_CASES says another number, LIVE_SEED where to begin. */
const cases = Number(process.env.LIVE_CASES ?? 3);
const seed = Number(process.env.LIVE_SEED ?? 20_261_126);

/** The reports and rejects of files as they are; null where nothing in them can be reported. */
async function fresh(files: readonly string[], options: Partial<ComputeOptions> & ReadOptions) {
  try {
    const { reports, rejects } = await computeFiles(files, options);
    return { reports, rejects: rejectsText(rejects) };
  } catch (error) {
    if (error instanceof BadDataError) return null;
    throw error;
  }
}

interface Course {
  /** About how many bits each file comes in. */
  readonly bits: number;
  readonly seed: number;
  /** Whether bits end in the middle of lines. */
  readonly cutsLines: boolean;
  /** After how many bits in a row the reports are not compared. */
  readonly passedOver?: number;
}

/**
 * Writes the files of a dump bit by bit, in whatever order, and follows them; after each bit the reports are to be those of the files
 * as they are.
 * @returns how many reports were compared
 */
async function followBitByBit(
  dump: readonly DumpFile[],
  options: Partial<ComputeOptions> & ReadOptions,
  { bits, seed: from, cutsLines, passedOver = 0 }: Course,
): Promise<number> {
  const random = randomNumbers(from);
  const folder = temporaryFolder();
  const files = join(folder, 'dump');
  mkdirSync(files);
  const output = join(folder, 'output');
  const left = new Map(dump.map(({ name, content }) => [join(files, name), Buffer.from(content)]));
  const there: string[] = [];
  let followed = await followDump(output, [join(files, '*')], options);
  let compared = 0;
  let updates = 0;
  try {
    while (left.size > 0) {
      const [path = '', rest = Buffer.alloc(0)] = [...left][Math.floor(random() * left.size)] ?? [];
      const least = Math.ceil(rest.length / bits);
      let end = Math.min(rest.length, Math.ceil(random() * 2 * least) + 1);
      const isLines = /\.(?:ndjson|csv)$/.test(path);
      if (!isLines) end = rest.length;
      else if (!cutsLines) end = rest.indexOf(0x0a, end) + 1 || rest.length;
      if (there.includes(path)) appendFileSync(path, rest.subarray(0, end));
      else {
        writeFileSync(path, rest.subarray(0, end));
        there.push(path);
      }
      if (end < rest.length) left.set(path, rest.subarray(end));
      else left.delete(path);
      if (random() < 0.1) {
        await followed.close();
        followed = await followDump(output, [join(files, '*')], options);
      }
      if (random() < 0.3 && left.size > 0) continue;
      await followed.update();
      updates += 1;
      if (updates % (passedOver + 1) > 0 && left.size > 0) continue;
      const expected = await fresh([join(files, '*')], options);
      if (expected === null) continue;
      const reports = await followed.reports();
      expectSame(reports, expected.reports);
      expect(rejectsText(await followed.state.rejects())).toBe(expected.rejects);
      compared += reports.length;
    }
  } finally {
    await followed.close();
  }
  return compared;
}

describe('a dump that is followed has the reports of its files as they are, byte for byte, after each bit', () => {
  it(`of ${cases} generated dumps`, { timeout: 60_000 + cases * 30_000 }, async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        generatedDumps,
        fc.nat(),
        fc.boolean(),
        async ({ files, reading: { keepQuery, redactDomains = false }, asked }, from, cutsLines) => {
          for (const options of asked.slice(0, 1))
            compared += await followBitByBit(
              files,
              { keepQuery, redactDomains, ...options, deliveryId: undefined },
              { bits: 4, seed: from, cutsLines },
            );
        },
      ),
      { numRuns: cases, seed, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(cases);
  });

  it.each([
    ['what vendors publish of their formats, file by file', vendorPayloads, 1, 20],
    ['hostile texts in each place of each format', hostileFormats, 1, 3],
    ['more domains and variants than are told apart', manyNames, 3, 0],
    ['stray dates', strayDates, 3, 0],
  ])('of %s', { timeout: 240_000 }, async (_name, dump, bits, passedOver) => {
    const options = { timezone: 'Australia/Lord_Howe', includeTests: true, keepQuery: true };
    expect(
      await followBitByBit(dump, options, { bits, seed: 7, cutsLines: true, passedOver }),
    ).toBeGreaterThan(0);
  });
});
