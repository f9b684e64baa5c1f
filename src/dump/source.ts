import type { Engine } from '../engine/engine.ts';
import type { ToldOptions } from './canonical-columns.ts';
import type { ChooseFormat } from './choose-format.ts';
import type { Compression, Container } from './container.ts';
import { requireColumns } from './detect.ts';
import { openHeadRow } from './envelopes.ts';
import type { DumpFile } from './find-files.ts';
import type { Format, HeadRow } from './formats/format.ts';
import { type Head, readHead } from './head.ts';
import { csvHeader, headRows, headValues } from './head-rows.ts';
import { parquetColumns } from './parquet-columns.ts';
import { unpackParquet, unpackWithoutByteOrderMark } from './unpack.ts';

/**
 * How the JSON values of a file are read: every value a row, every value a list of rows, or either. The last takes
 * longer, since each value is kept as it is first.
 */
export type JsonValues = 'rows' | 'lists' | 'either';

/** A dump file that is known for what it is. */
export interface DumpSource extends DumpFile, ToldOptions {
  readonly compression: Compression;
  readonly container: Container;
  readonly format: Format;
  /** Why this format was chosen, in a few English words. */
  readonly because: string;
  readonly jsonValues: JsonValues;
  /** True where rows may come in envelopes of the format. */
  readonly enveloped: boolean;
  /** Columns that a table has, fields that forms have; undefined where rows are objects. */
  readonly columns: readonly string[] | undefined;
  /** Those of them that hold values in values, as Parquet can. */
  readonly nestedColumns: readonly string[];
  readonly delimiter: string | undefined;
}

function comesEnveloped(format: Format, rows: readonly HeadRow[]): boolean {
  return rows.some((row) => {
    const [first, ...others] = openHeadRow(format, row);
    return others.length > 0 || first !== row;
  });
}

/** Of a table only the columns are known: rows may be in an envelope that has one. */
function tableComesEnveloped(format: Format, columns: readonly string[]): boolean {
  return format.envelopes.some(({ path }) => columns.includes(path[0]));
}

async function describeParquet(engine: Engine, head: Head, choose: ChooseFormat): Promise<DumpSource> {
  const path = await unpackParquet(engine, head);
  const row = await parquetColumns(engine, head.file, path);
  const columns = Object.keys(row);
  const { format, because } = choose(head, [row]);
  const enveloped = tableComesEnveloped(format, columns);
  if (!enveloped) requireColumns(head.file, columns, format);
  return {
    file: head.file,
    path,
    compression: 'none',
    container: 'parquet',
    format,
    because,
    jsonValues: 'rows',
    enveloped,
    columns,
    nestedColumns: columns.filter((name) => row[name] !== null),
    delimiter: undefined,
  };
}

function jsonValuesOf(head: Head): JsonValues {
  const values = headValues(head);
  if (head.container === 'json-values') return 'either';
  if (!values.some(Array.isArray)) return 'rows';
  return head.container === 'ndjson' && values.every(Array.isArray) ? 'lists' : 'either';
}

/** What the engine opens: the file itself, but for a mark at its start that the engine would take for a bad row. */
async function openable(engine: Engine, head: Head): Promise<Pick<DumpSource, 'path' | 'compression'>> {
  if (head.container !== 'ndjson' || !head.hasByteOrderMark) return head;
  return { path: await unpackWithoutByteOrderMark(engine, head), compression: 'none' };
}

/**
 * Tells what a dump file is: compression and container from its bytes, format from its first rows.
 * @throws NoInputError, BadDataError where it cannot be opened or is no dump.
 */
export async function describeSource(
  engine: Engine,
  file: DumpFile,
  choose: ChooseFormat,
): Promise<DumpSource> {
  const head = await readHead(file);
  if (head.container === 'parquet') return describeParquet(engine, head, choose);
  const rows = headRows(head);
  const { format, because } = choose(file, rows);
  const source: DumpSource = {
    file: file.file,
    ...(await openable(engine, head)),
    container: head.container,
    format,
    because,
    jsonValues: jsonValuesOf(head),
    enveloped: comesEnveloped(format, rows),
    columns: undefined,
    nestedColumns: [],
    delimiter: undefined,
  };
  if (head.container === 'form') return { ...source, columns: [...new Set(rows.flatMap(Object.keys))] };
  if (head.container !== 'csv') return source;
  const { delimiter, columns } = csvHeader(head.text);
  const enveloped = tableComesEnveloped(format, columns);
  if (!enveloped) requireColumns(file.file, columns, format);
  return { ...source, delimiter, columns, enveloped };
}
