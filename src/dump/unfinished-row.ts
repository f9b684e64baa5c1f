import { writeFile } from 'node:fs/promises';
import type { Engine } from '../engine/engine.ts';
import { canonicalQuery } from './canonical-columns.ts';
import { endingOf, linesOf } from './ending.ts';
import { jsonOf } from './json-values.ts';
import { readerOf } from './reader.ts';
import type { LastRow } from './row-lines.ts';
import type { DumpSource } from './source.ts';
import { placeFor } from './unpack.ts';

/** The last row of a file that ends in the middle of it: whoever writes the file is not done with it. */
export interface UnfinishedRow {
  readonly file: string;
  /** The line on which it starts; null where the file has grown since, so that nobody knows. */
  readonly line: number | null;
}

/** An unfinished row, and what the engine has taken it for. */
export interface ReadUnfinished extends UnfinishedRow {
  readonly rows: number;
  /** How many of a table's rows it is that could not be decoded: one or none. */
  readonly undecoded: number;
}

/** The table that a source's rows are read into, and that of its rows that could not be decoded. */
export interface TablesOfRows {
  readonly rows: string;
  readonly undecoded: string;
}

/** True for rows that the engine reads as those of a table, and puts aside where it cannot decode them. */
export const isTable = ({ container }: DumpSource): boolean => container === 'csv' || container === 'form';

const isBlank = (text: string): boolean => /^[ \t\r]*$/.test(text);

/** What the engine takes a row for that stands alone, read as all rows are: what is not asked for is not decoded either. */
async function readAlone(
  engine: Engine,
  source: DumpSource,
  text: string,
  { rows, undecoded }: TablesOfRows,
) {
  const path = placeFor(engine, 'row');
  await writeFile(path, text, 'latin1');
  const alone = `${undecoded}_alone`;
  const reader = readerOf({ ...source, path, compression: 'none' }, alone);
  await engine.run(`
    CREATE OR REPLACE TEMP TABLE rows_alone AS FROM ${rows} LIMIT 0;
    INSERT INTO rows_alone ${canonicalQuery(source.format, reader, ['NULL AS source'], source)}`);
  const [read] = await engine.query('SELECT count(*) AS rows, count(event_type) AS usable FROM rows_alone');
  return {
    rows: Number(read?.rows ?? 0),
    usable: Number(read?.usable ?? 0),
    undecoded: isTable(source) ? await undecodedIn(engine, alone) : 0,
  };
}

async function undecodedIn(engine: Engine, table: string): Promise<number> {
  const [errors] = await engine.query(`SELECT count(DISTINCT line_byte_position) AS rows FROM ${table}`);
  return Number(errors?.rows ?? 0);
}

/** A form is certainly cut where an escape is, or where a field has a name and no value, not even an empty one. */
const isCutForm = (form: string): boolean => /%[0-9a-f]?$|(^|&)[^=&]*$/i.test(form.trimEnd());

/**
 * The last row of lines of JSON or of forms, where no line end closes it and it is not whole.
 * @param bytes how many bytes of the source the engine has read
 */
export async function unfinishedLine(
  engine: Engine,
  source: DumpSource,
  bytes: number,
  tables: TablesOfRows,
): Promise<ReadUnfinished | undefined> {
  const { container, file } = source;
  if (container !== 'ndjson' && container !== 'form') return undefined;
  const ending = await endingOf(source, bytes);
  const text = container === 'form' ? (ending.split('\r').at(-1) ?? '') : ending;
  const isCut =
    container === 'form'
      ? isCutForm(text)
      : jsonOf(Buffer.from(text, 'latin1').toString('utf8')) === undefined;
  if (isBlank(text) || !isCut) return undefined;
  // Behind an empty line, since of a file of one byte the engine reads no row.
  const { usable, ...read } = await readAlone(engine, source, `\n${text}`, tables);
  // The engine reads some JSON that is none by the letter, such as one with a comma too many.
  if (container === 'ndjson' && usable > 0) return undefined;
  return { file, line: await linesOf(source, bytes), ...read };
}

/** The same for the last row of a table, where it was found to be unfinished. */
export async function unfinishedTableRow(
  engine: Engine,
  source: DumpSource,
  { line, text, header }: LastRow,
  tables: TablesOfRows,
): Promise<ReadUnfinished> {
  const { rows, undecoded } = await readAlone(engine, source, `${header}\n${text}`, tables);
  return { file: source.file, line, rows, undecoded };
}

/** In words, for whoever waits for the report. */
export function unfinishedNote({ file, line }: UnfinishedRow): string {
  return line === null
    ? `${file}: the file grows, and its last row was not finished when it was read: left for the next run`
    : `${file}:${line}: the last row is not finished, left for the next run`;
}
