import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDump } from '../../src/dump/read-dump.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { computeReports } from '../../src/report/compute.ts';
import { writeSample } from '../../src/sample/write-sample.ts';
import { computeFiles, usualOptions } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

/** The reports of files as of a dump that is too large for the memory, and where the engine had put its tables. */
async function computeStored(files: readonly string[]) {
  const engine = await openDuckDB();
  const stored = join(engine.temporaryFolder, 'dump.duckdb');
  try {
    await engine.prepareFor(2 ** 40);
    const reports = await computeReports(engine, await readDump(engine, files), usualOptions);
    return { reports, stored, wasStored: existsSync(stored) };
  } finally {
    await engine.close();
  }
}

describe('a dump that is too large for the memory', () => {
  it('lies in a file while it is read, which is gone afterwards', async () => {
    const dump = temporaryFile('dump.ndjson', '{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z"}\n');
    const { stored, wasStored } = await computeStored([dump]);
    expect(wasStored).toBe(true);
    expect(existsSync(stored)).toBe(false);
  });

  it('gives the figures of one that is not', async () => {
    const sample = join(temporaryFolder(), 'sample.ndjson');
    await writeSample({ file: sample, recipients: 300, seed: 7, format: 'native' });
    const broken = Buffer.from('event_type,timestamp,recipient\nsent,2026-11-22T08:00:00Z,\xff\n', 'latin1');
    const files = [sample, temporaryFile('broken.csv', broken)];
    const { reports } = await computeStored(files);
    expect(reports[0]?.totals.sent).toBeGreaterThan(0);
    expect(reports).toEqual((await computeFiles(files)).reports);
  });
});
