import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { type SampleFormat, sampleFormats } from '../../src/sample/format-names.ts';
import { sampleKindOf } from '../../src/sample/formats.ts';
import { computeFiles } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { dumpOf, rowsOf } from './dump-of.ts';

const inJson = sampleFormats.filter((format) => sampleKindOf(format).header === undefined);

/** As somebody would pack a dump with DuckDB, who lets it find out the types. */
async function parquetOf(file: string): Promise<string> {
  const path = join(temporaryFolder(), 'dump.parquet');
  const engine = await openDuckDB();
  await engine.run(
    `COPY (SELECT * FROM read_json('${file}', sample_size = -1, maximum_depth = -1)) TO '${path}' (FORMAT parquet)`,
  );
  await engine.close();
  return path;
}

async function figuresOf(file: string, format: SampleFormat) {
  const { reports, rejects } = await computeFiles([file]);
  expect(rejects).toEqual([]);
  return reports.map(({ delivery, totals, sections, audit }) => {
    expect(delivery.format).toBe(format);
    return { totals, sections, audit };
  });
}

describe.each(inJson)('a dump of %s', (format) => {
  it('gives the same report one row to a line, in lists, over many lines and as Parquet', async () => {
    const text = dumpOf(format, 150, 11);
    const rows = rowsOf<object>(text);
    const batches = Array.from({ length: Math.ceil(rows.length / 50) }, (_, batch) =>
      rows.slice(batch * 50, batch * 50 + 50),
    );
    const folder = temporaryFolder();
    const written = (name: string, values: readonly object[], indent?: number): string => {
      const path = join(folder, name);
      writeFileSync(path, values.map((value) => `${JSON.stringify(value, null, indent)}\n`).join(''));
      return path;
    };
    const file = temporaryFile('dump.ndjson', text);
    const figures = await figuresOf(file, format);
    expect(figures).toHaveLength(1);
    expect(await figuresOf(written('lists.json', batches), format)).toEqual(figures);
    expect(await figuresOf(written('values.json', rows, 2), format)).toEqual(figures);
    expect(await figuresOf(await parquetOf(file), format)).toEqual(figures);
  });
});
