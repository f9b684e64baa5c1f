import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { native } from '../../src/dump/formats/native.ts';
import { readDump } from '../../src/dump/read-dump.ts';
import { findRejects } from '../../src/dump/rejects.ts';
import { sqlName, sqlText } from '../../src/engine/dialect.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { inspectDump } from '../../src/report/inspect.ts';
import type { Report } from '../../src/report/report.ts';
import { sampleFormats } from '../../src/sample/format-names.ts';
import { allReports, ndjson, usualOptions } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { hostileRows } from './hostile-rows.ts';
import { canary, everyPayload } from './payloads.ts';
import { openWatchedEngine } from './watched-engine.ts';

/** Reads a dump with the real engine; gives its reports and all SQL that it took. */
async function askedOf(
  file: string,
  formats: readonly string[] = [],
): Promise<{ readonly reports: readonly Report[]; readonly sql: string }> {
  const engine = await openWatchedEngine();
  try {
    const dump = await readDump(engine, [file], { formats });
    await findRejects(engine, dump);
    const reports = await allReports(engine, dump, usualOptions);
    return { reports, sql: engine.statements.join('\n') };
  } finally {
    await engine.close();
  }
}

/** Every row of the dump is accounted for, in each report. */
function expectConserved(reports: readonly Report[], rows: number): void {
  expect(reports.length).toBeGreaterThan(0);
  for (const { audit } of reports) {
    const { read, ...parts } = audit;
    expect(read).toBe(rows);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(read);
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const isAlike = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** A Parquet file of what a query gives. */
async function parquetOf(query: string): Promise<string> {
  const path = join(temporaryFolder(), 'dump.parquet');
  const engine = await openDuckDB();
  await engine.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  await engine.close();
  return path;
}

/** A file of native rows in another container. */
async function writtenAs(
  container: 'json-array' | 'csv' | 'parquet',
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<string> {
  if (container === 'json-array') return temporaryFile('dump.json', JSON.stringify(rows));
  const names = Object.keys(native.columns);
  if (container === 'csv') {
    const lines = rows.map((row) => names.map((name) => quoted(String(row[name] ?? ''))).join(','));
    return temporaryFile('dump.csv', [names.join(','), ...lines, ''].join('\n'));
  }
  const types = names.map((name) => `${sqlName(name)}: 'VARCHAR'`).join(', ');
  return parquetOf(
    `SELECT * FROM read_json('${temporaryFile('dump.ndjson', ndjson(rows))}', columns = {${types}})`,
  );
}

const expectHarmless = (sql: string): void => {
  expect(sql.length).toBeGreaterThan(10_000);
  expect(sql.toLowerCase()).not.toContain(canary);
};

describe('SQL holds no value of a dump', () => {
  it.each(sampleFormats)('with any payload in any text that %s reads', async (format) => {
    const rows = hostileRows(format, everyPayload);
    const { reports, sql } = await askedOf(temporaryFile('dump.ndjson', ndjson(rows)), [format]);
    expectConserved(reports, rows.length);
    expect(JSON.stringify(reports)).toContain(canary);
    expectHarmless(sql);
  });

  it.each(['json-array', 'csv', 'parquet'] as const)('as %s', async (container) => {
    const rows = hostileRows('native', everyPayload);
    const { reports, sql } = await askedOf(await writtenAs(container, rows), ['native']);
    // Lone surrogates and the like are no UTF-8: a row that has them may be rejected, and is counted.
    expectConserved(reports, rows.length);
    expect(JSON.stringify(reports)).toContain(canary);
    expectHarmless(sql);
  });

  it('as forms, with hostile fields', async () => {
    const events = JSON.stringify(hostileRows('mandrill', everyPayload).slice(0, 500));
    const form = new URLSearchParams({ mandrill_events: events });
    for (const payload of everyPayload) form.append(payload, payload);
    const { reports, sql } = await askedOf(temporaryFile('dump.txt', `${form}\n`));
    expectConserved(reports, 500);
    expectHarmless(sql);
  });

  it('in the header of a CSV, where columns may be called anything', async () => {
    const plain = everyPayload.map((name) => name.replace(/[,"\r\n]/g, ' '));
    const names = ['event_type', ...plain, 'Timestamp', '__proto__', 'surplus_cell', 'cell_2', 'cell_2', ''];
    const cells = ['bounce', ...plain, '2026-11-22T08:00:00Z', 'x', 'x', 'x', 'x', 'x'];
    const lines = [names, cells].map((line) => `${line.map(quoted).join(',')}\n`);
    const { reports, sql } = await askedOf(temporaryFile('dump.csv', lines.join('')));
    expect(reports[0]?.totals.bounces).toBe(1);
    expectHarmless(sql);
  });

  it('in the columns of a Parquet file, nested ones too', async () => {
    const names = [...new Set(everyPayload.filter((name) => name !== '' && !name.includes('\0')))];
    const unlike = names.filter((name, index) => names.findIndex((one) => isAlike(one, name)) === index);
    const nested = unlike.map((name) => `${sqlName(name)} := 'x'`).join(', ');
    const columns = unlike.map((name) => `${sqlText(name)} AS ${sqlName(name)}`).join(', ');
    const file = await parquetOf(`
      SELECT 'bounce' AS event_type, '2026-11-22T08:00:00Z' AS timestamp, struct_pack(${nested}) AS reason, ${columns}`);
    const { reports, sql } = await askedOf(file);
    expectConserved(reports, 1);
    expectHarmless(sql);
  });

  it('when it is inspected', async () => {
    const rows = hostileRows('native', everyPayload);
    const engine = await openWatchedEngine();
    try {
      const dump = await readDump(engine, [temporaryFile('dump.ndjson', ndjson(rows))], {
        formats: ['native'],
      });
      const { deliveries } = await inspectDump(engine, dump, await findRejects(engine, dump));
      expect(deliveries.length).toBeGreaterThan(100);
      expectHarmless(engine.statements.join('\n'));
    } finally {
      await engine.close();
    }
  });
});
