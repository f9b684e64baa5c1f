import { sqlName, sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { sqlPath } from '../engine/sql-path.ts';
import type { Compression, Container } from './container.ts';
import { detectFormat, requireColumns } from './detect.ts';
import type { Format } from './formats/format.ts';
import { formats } from './formats/index.ts';
import { type Head, readHead } from './head.ts';
import { csvHeader, headRows } from './head-rows.ts';
import { parquetColumns } from './parquet-columns.ts';
import { unpackParquet } from './unpack.ts';

/** A dump file that is known for what it is. */
export interface DumpSource {
  /** As the user named it: for messages and rejects. */
  readonly file: string;
  /** What the engine opens: the file itself, or what was unpacked from it. */
  readonly path: string;
  readonly compression: Compression;
  readonly container: Container;
  readonly format: Format;
  /** Columns that a table has; undefined where rows are objects. */
  readonly columns: readonly string[] | undefined;
  readonly delimiter: string | undefined;
}

async function describeParquet(engine: Engine, head: Head, forced: Format | undefined): Promise<DumpSource> {
  const path = await unpackParquet(engine, head);
  const row = await parquetColumns(engine, head.file, path);
  const columns = Object.keys(row);
  const format = forced ?? detectFormat(head.file, [row], formats);
  requireColumns(head.file, columns, format);
  return {
    file: head.file,
    path,
    compression: 'none',
    container: 'parquet',
    format,
    columns,
    delimiter: undefined,
  };
}

/**
 * Tells what a dump file is: compression and container from its bytes, format from its first rows unless forced.
 * @throws NoInputError, BadDataError where it cannot be opened or is no dump.
 */
export async function describeSource(
  engine: Engine,
  file: string,
  forced: Format | undefined,
): Promise<DumpSource> {
  const head = await readHead(file);
  if (head.container === 'parquet') return describeParquet(engine, head, forced);
  const format = forced ?? detectFormat(file, headRows(head), formats);
  const { compression, container } = head;
  if (container !== 'csv') {
    return { file, path: file, compression, container, format, columns: undefined, delimiter: undefined };
  }
  const { delimiter, columns } = csvHeader(head.text);
  requireColumns(file, columns, format);
  return { file, path: file, compression, container, format, columns, delimiter };
}

/** The SQL struct that `read_json` takes for its columns. */
function columnTypes(columns: Readonly<Record<string, string>>): string {
  return `{${Object.entries(columns)
    .map(([name, type]) => `${sqlName(name)}: ${sqlText(type)}`)
    .join(', ')}}`;
}

/** The declared columns of a format from a table that may lack some or have others. */
function declaredColumns(source: DumpSource, cell: (name: string) => string): string {
  return Object.entries(source.format.columns)
    .map(([name, type]) => {
      const value = source.columns?.includes(name) === false ? 'NULL' : cell(sqlName(name));
      return `TRY_CAST(${value} AS ${type}) AS ${sqlName(name)}`;
    })
    .join(', ');
}

/** The cells of a CSV row, each under a name of its own: a header may repeat or leave out names. */
function cellNames(columns: readonly string[]): readonly string[] {
  return columns.map((name, index) =>
    name === '' || columns.indexOf(name) < index ? `unnamed cell ${index + 1}` : name,
  );
}

/** Catches the cells of a CSV row that has more of them than the header names. */
const surplusCell = 'surplus cell';

const codecs: Record<Compression, string> = { none: 'uncompressed', gzip: 'gzip', zstd: 'zstd' };

/** How many bytes one row may have at most; a longer one is no row of a mail log. */
const mostRowBytes = 16 * 1024 * 1024;

/**
 * The FROM item that gives a source's rows with the columns that its format declares, in the file's order.
 * A row that cannot be read comes as a row of NULLs; but a CSV row of broken UTF-8 goes to the table `rejectsTable`.
 */
export function readerOf(source: DumpSource, rejectsTable: string): string {
  const path = sqlPath(source.path);
  switch (source.container) {
    case 'ndjson':
    case 'json-array': {
      const format = source.container === 'ndjson' ? 'newline_delimited' : 'array';
      return `read_json(${path}, format = '${format}', records = 'true', ignore_errors = true,
        compression = ${sqlText(codecs[source.compression])}, maximum_object_size = ${mostRowBytes},
        columns = ${columnTypes(source.format.columns)})`;
    }
    case 'csv': {
      const cells = [...cellNames(source.columns ?? []), surplusCell];
      const types = columnTypes(Object.fromEntries(cells.map((name) => [name, 'VARCHAR'])));
      const whole = (cell: string): string => `CASE WHEN ${sqlName(surplusCell)} IS NULL THEN ${cell} END`;
      // Lenient and unsniffed: strict or sniffed reads drop rows without a word, or end the whole scan.
      return `(SELECT ${declaredColumns(source, whole)} FROM read_csv(${path},
        auto_detect = false, header = true, columns = ${types}, delim = ${sqlText(source.delimiter ?? ',')},
        quote = '"', escape = '"', nullstr = '', strict_mode = false, null_padding = true, parallel = false,
        compression = ${sqlText(codecs[source.compression])}, max_line_size = ${mostRowBytes},
        buffer_size = ${2 * mostRowBytes}, store_rejects = true,
        rejects_table = ${sqlText(rejectsTable)}, rejects_scan = ${sqlText(`${rejectsTable}_scans`)})) AS csv`;
    }
    case 'parquet':
      return `(SELECT ${declaredColumns(source, (cell) => cell)} FROM read_parquet(${path})) AS parquet`;
  }
}
