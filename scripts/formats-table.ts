import { readdirSync } from 'node:fs';
import { canonicalQuery } from '../src/dump/canonical-columns.ts';
import { eventTypes, type Format, ignoredType } from '../src/dump/formats/format.ts';
import { formats } from '../src/dump/formats/index.ts';
import { readDump } from '../src/dump/read-dump.ts';
import { readerOf } from '../src/dump/reader.ts';
import { openDuckDB } from '../src/engine/duckdb.ts';
import { BadDataError } from '../src/errors.ts';

/**
 * Prints a table of formats and canonical types: how many events of the vendor's published payloads (test/dumps) become
 * each. A dash is for what the sender has no row for; a 0 for what no published payload shows, though the format reads it.
 */
const dumps = new URL('../test/dumps/', import.meta.url).pathname;

/** Published files of a format, but for parts of payloads and notes. */
function filesOf({ id }: Format): string[] {
  const folder = readdirSync(dumps).includes(id) ? `${dumps}${id}` : undefined;
  if (folder === undefined) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

async function countFile(file: string, id: string): Promise<Map<string, number>> {
  const engine = await openDuckDB();
  try {
    const { sources } = await readDump(engine, [file]);
    const [source] = sources;
    if (source === undefined || source.format.id !== id) return new Map();
    const rows = await engine.query(`
      SELECT event_type AS type, count(*) AS events
      FROM (${canonicalQuery(source.format, readerOf(source, 'counted_again'))}) AS canonical
      WHERE event_type IS NOT NULL
      GROUP BY event_type`);
    return new Map(rows.map(({ type, events }) => [String(type), Number(events)]));
  } catch (error) {
    // Parts of payloads are published beside whole ones.
    if (error instanceof BadDataError) return new Map();
    throw error;
  } finally {
    await engine.close();
  }
}

const columns = [...eventTypes, ignoredType];
const table: string[][] = [['format', ...columns]];
for (const format of formats) {
  const counts = new Map<string, number>();
  for (const file of filesOf(format)) {
    for (const [type, events] of await countFile(file, format.id)) {
      counts.set(type, (counts.get(type) ?? 0) + events);
    }
  }
  const told: readonly string[] = format.tells;
  const implied = format.impliesSent.length > 0 && !told.includes('sent') ? ['sent'] : [];
  const cell = (type: string): string => {
    if (implied.includes(type)) return 'implied';
    if (type !== ignoredType && !told.includes(type)) return '-';
    return String(counts.get(type) ?? 0);
  };
  table.push([format.id, ...columns.map(cell)]);
}
const widths = columns.map((_, index) => Math.max(...table.map((row) => row[index + 1]?.length ?? 0)));
for (const [name = '', ...cells] of table) {
  const line = cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join('  ');
  process.stdout.write(`${name.padEnd(10)}  ${line}\n`);
}
process.stdout.write(
  '\nEvents of the published payloads in test/dumps; 0: read, though no published payload has one; -: the sender has no such row\n',
);
