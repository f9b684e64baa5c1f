import { sqlName, sqlText } from '../engine/dialect.ts';
import { sqlPath } from '../engine/sql-path.ts';
import { hasColumn, isSameName } from './column-names.ts';
import { structType } from './column-types.ts';
import type { Compression, JsonContainer } from './container.ts';
import { columnsWithEnvelopes, isEnveloped, openEnvelopes, rowsOfJson } from './envelopes.ts';
import type { DumpSource } from './source.ts';

/** The SQL struct that the engine's readers take for their columns. */
function columnTypes(columns: Readonly<Record<string, string>>): string {
  return `{${Object.entries(columns)
    .map(([name, type]) => `${sqlName(name)}: ${sqlText(type)}`)
    .join(', ')}}`;
}

const codecs: Record<Compression, string> = { none: 'uncompressed', gzip: 'gzip', zstd: 'zstd' };

/** How many bytes one row may have at most; a longer one is no row of a mail log. */
export const mostRowBytes = 16 * 1024 * 1024;

/** Under this name a reader gives, where asked, the number of the value that a row comes from, counted from 1. */
export const valueNumber = 'value_number';

interface Reading {
  /** The columns to read, those of envelopes among them. */
  readonly columns: Readonly<Record<string, string>>;
  /** Undecodable rows of a CSV go to this table. */
  readonly rejectsTable: string;
  readonly numbered: boolean;
}

const jsonFormats: Record<JsonContainer, string> = {
  ndjson: 'newline_delimited',
  'json-array': 'array',
  'json-values': 'unstructured',
};

function readJson(
  source: DumpSource,
  container: JsonContainer,
  records: boolean,
  columns: Reading['columns'],
): string {
  // Only of lines can a bad one be passed over.
  const ignoreErrors = container === 'json-values' ? '' : 'ignore_errors = true,';
  return `read_json(${sqlPath(source.path)}, format = '${jsonFormats[container]}', records = '${records}',
    ${ignoreErrors} compression = ${sqlText(codecs[source.compression])}, maximum_object_size = ${mostRowBytes},
    columns = ${columnTypes(columns)})`;
}

const counted = (numbered: boolean): string => (numbered ? `row_number() OVER () AS ${valueNumber}, ` : '');

function jsonReader(source: DumpSource, container: JsonContainer, { columns, numbered }: Reading): string {
  if (source.jsonValues === 'rows') {
    const reader = readJson(source, container, true, columns);
    return numbered ? `(SELECT ${counted(numbered)}* FROM ${reader}) AS counted` : reader;
  }
  const lists = source.jsonValues === 'lists';
  const type = lists ? `${structType(columns)}[]` : 'JSON';
  // An unreadable line is still a row: one that is empty.
  const rows = lists ? `coalesce(json, [CAST(NULL AS ${structType(columns)})])` : rowsOfJson('json', columns);
  return `(SELECT ${numbered ? `${valueNumber}, ` : ''}listed.* FROM (
    SELECT ${numbered ? `${valueNumber}, ` : ''}unnest(${rows}) AS listed FROM (
      SELECT ${counted(numbered)}json FROM ${readJson(source, container, false, { json: type })}) AS held
    ) AS lists) AS json_rows`;
}

/**
 * The declared columns from a table that may lack some or have others; a cell may hold nested values as JSON. What a dump
 * calls its columns never becomes SQL: they are looked up by the names that the format declares.
 * @param cell gives the SQL for what a row has in the column of this name
 */
function declaredColumns(
  source: DumpSource,
  { columns, numbered }: Reading,
  cell: (name: string) => string,
): string {
  const cells = Object.entries(columns).map(([name, type]) => {
    if (source.columns !== undefined && !hasColumn(source.columns, name))
      return `CAST(NULL AS ${type}) AS ${sqlName(name)}`;
    const nested = hasColumn(source.nestedColumns, name);
    // Nested values go by way of JSON, since types that have nothing in common cannot be cast at all.
    const json = nested ? `to_json(${cell(name)})` : `TRY_CAST(${cell(name)} AS JSON)`;
    const value = nested || type !== 'VARCHAR' ? json : cell(name);
    return `TRY_CAST(${value} AS ${type}) AS ${sqlName(name)}`;
  });
  return `${counted(numbered)}${cells.join(', ')}`;
}

/** The cells of a CSV row go by their place: its header may say anything, twice or not at all. */
const cellAt = (index: number): string => `cell_${index + 1}`;

/** Catches the cells of a CSV row that has more of them than the header names. */
const surplusCell = 'surplus_cell';

/** Lenient and unsniffed: strict or sniffed reads drop rows without a word, or end the whole scan. */
function readTable(
  source: DumpSource,
  cells: readonly string[],
  { rejectsTable }: Reading,
  dialect: string,
): string {
  const types = columnTypes(Object.fromEntries(cells.map((name) => [name, 'VARCHAR'])));
  return `read_csv(${sqlPath(source.path)}, auto_detect = false, columns = ${types}, ${dialect},
    nullstr = '', strict_mode = false, null_padding = true, parallel = false,
    compression = ${sqlText(codecs[source.compression])}, max_line_size = ${mostRowBytes},
    buffer_size = ${2 * mostRowBytes}, store_rejects = true,
    rejects_table = ${sqlText(rejectsTable)}, rejects_scan = ${sqlText(`${rejectsTable}_scans`)})`;
}

function csvReader(source: DumpSource, reading: Reading): string {
  const header = source.columns ?? [];
  const cells = [...header.map((_, index) => cellAt(index)), surplusCell];
  const whole = (name: string): string => {
    const cell = cellAt(header.findIndex((column) => isSameName(column, name)));
    return `CASE WHEN ${surplusCell} IS NULL THEN ${cell} END`;
  };
  const dialect = `header = true, delim = ${sqlText(source.delimiter ?? ',')}, quote = '"', escape = '"'`;
  const table = readTable(source, cells, reading, dialect);
  return `(SELECT ${declaredColumns(source, reading, whole)} FROM ${table}) AS csv`;
}

/** The fields of forms (application/x-www-form-urlencoded), one form to a line. */
function formReader(source: DumpSource, reading: Reading): string {
  const field = (name: string): string => {
    const start = sqlText(`&${name}=`);
    const encoded = `split_part(split_part('&' || form, ${start}, 2), '&', 1)`;
    return `nullif(TRY(url_decode(replace(${encoded}, '+', ' '))), '')`;
  };
  const lines = readTable(
    source,
    ['form'],
    reading,
    `header = false, delim = '\u0001', quote = '', escape = ''`,
  );
  const forms = `(SELECT form FROM ${lines} WHERE trim(form) <> '') AS filled`;
  return `(SELECT ${declaredColumns(source, reading, field)} FROM ${forms}) AS forms`;
}

function plainReader(source: DumpSource, reading: Reading): string {
  switch (source.container) {
    case 'csv':
      return csvReader(source, reading);
    case 'form':
      return formReader(source, reading);
    case 'parquet': {
      const columns = declaredColumns(source, reading, sqlName);
      return `(SELECT ${columns} FROM read_parquet(${sqlPath(source.path)})) AS parquet`;
    }
    default:
      return jsonReader(source, source.container, reading);
  }
}

/**
 * The FROM item that gives a source's rows, out of their envelopes, with the columns that its format declares, in the
 * file's order. A row that cannot be read comes as a row of NULLs; but a CSV row of broken UTF-8 goes to the table
 * `rejectsTable`.
 * @param numbered adds the column `value_number`.
 */
export function readerOf(source: DumpSource, rejectsTable: string, numbered = false): string {
  const { format, enveloped } = source;
  const kept = numbered ? [valueNumber] : [];
  const columns = enveloped ? columnsWithEnvelopes(format) : format.columns;
  const reader = plainReader(source, { columns, rejectsTable, numbered });
  const rows = enveloped ? openEnvelopes(format, reader, kept) : reader;
  if (format.parts === undefined) return rows;
  const parts = `CASE WHEN len(${format.parts}) > 0 THEN ${format.parts} ELSE [NULL] END`;
  return `(SELECT *, unnest(${parts}) AS part FROM ${rows}) AS parted`;
}

/**
 * A query that is true where a source holds JSON that its reader cannot take for rows, though another could: a file
 * whose first values are rows may go on with lists or envelopes. Undefined where there is no other reader.
 */
export function needsOtherReader(source: DumpSource): string | undefined {
  const { container, jsonValues, enveloped, format } = source;
  if (container !== 'ndjson' && container !== 'json-array') return undefined;
  const unexpected = [
    ...(jsonValues === 'either' ? [] : [`(json_type(json) = 'ARRAY') <> ${jsonValues === 'lists'}`]),
    ...(enveloped ? [] : [isEnveloped(format, 'json')]),
  ];
  if (unexpected.length === 0) return undefined;
  return `SELECT count(*) > 0 AS needed
    FROM ${readJson(source, container, false, { json: 'JSON' })}
    WHERE ${unexpected.join(' OR ')}`;
}

/** The same source, read so that lists and envelopes are taken wherever they come. */
export function withOtherReader(source: DumpSource): DumpSource {
  return { ...source, jsonValues: 'either', enveloped: source.format.envelopes.length > 0 };
}
