import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { canonicalQuery } from './canonical-columns.ts';
import { undecodedRows } from './dump-rows.ts';
import { requireUnchanged, whyUnread } from './file-state.ts';
import type { LoadedDump } from './load.ts';
import { readerOf, valueNumber } from './reader.ts';
import { findRowLines } from './row-lines.ts';
import type { DumpSource } from './source.ts';
import { isTable } from './unfinished-row.ts';
import { explained } from './unreadable.ts';

/** A row that could not be used: where it stands and why. Never what is in it, but for a harmless word. */
export interface Reject {
  readonly file: string;
  readonly line: number;
  readonly cause: string;
}

/** A raw value is only repeated where it cannot be an address or anything else of a person. */
const quoted = (value: string, harmless: string): string =>
  `CASE
        WHEN regexp_full_match(${value}, '${harmless}') AND NOT contains(lower(coalesce(mapped_recipient, '')), ${value})
          THEN ' "' || ${value} || '"'
        ELSE ''
      END`;

/** A sender has no more words of its own: in a file with more of them something else stands in their place, names maybe. */
const mostWords = 20;

function causeSql({ format }: DumpSource): string {
  const raw = Object.keys(format.columns)
    .map((name) => `"${name}" IS NULL`)
    .join(' AND ');
  return `CASE
      WHEN ${raw} THEN ${sqlText(`cannot be read as a row of format ${format.id}`)}
      WHEN ${format.rawType} IS NULL THEN 'no event type'
      WHEN mapped_type IS NULL THEN 'unknown event type' || ${quoted(format.rawType, '[a-z_]{1,40}')}
      WHEN ${format.timestamp} IS NULL THEN 'no timestamp'
      ELSE 'unusable timestamp' || ${quoted(format.timestamp, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+)?Z?')}
    END AS cause`;
}

interface RejectedRow {
  readonly row: number;
  readonly cause: string;
}

/** The engine's table of rows that it could not decode when they were read once more. */
const undecodedAgain = (number: number): string => `${undecodedRows(number)}_again`;

async function rejectedRows(
  engine: Engine,
  source: DumpSource,
  number: number,
  most: number,
): Promise<readonly RejectedRow[]> {
  const reader = readerOf(source, undecodedAgain(number), true);
  const rows = await engine.query(`
    SELECT ${valueNumber} AS row, cause
    FROM (
      SELECT ${valueNumber}, cause, event_type, row_number() OVER () AS place
      FROM (${canonicalQuery(source.format, reader, [valueNumber, causeSql(source)])}) AS canonical
    ) AS placed
    WHERE event_type IS NULL AND place <= ${most}
    ORDER BY ${valueNumber}`);
  return rows.map(({ row, cause }) => ({ row: Number(row), cause: String(cause) }));
}

/** Where the rows of a table start that the engine dropped, in bytes from the file's first on. */
async function droppedRows(engine: Engine, source: DumpSource, number: number): Promise<number[]> {
  if (!isTable(source)) return [];
  const rows = await engine.query(
    `SELECT DISTINCT line_byte_position - 1 AS start FROM ${undecodedAgain(number)}`,
  );
  return rows.map(({ start }) => Number(start));
}

/**
 * The rejected rows of a source by line, each cause in full (see `harmlessCauses`).
 * @param read how many rows of it were read, and how many more could not be decoded: a file that grows holds more by now, all of
 * them behind those
 */
export async function rejectsOfSource(
  engine: Engine,
  source: DumpSource,
  number: number,
  read: { readonly rows: number; readonly undecoded: number },
): Promise<readonly Reject[]> {
  const rows = await rejectedRows(engine, source, number, read.rows);
  const { lines, undecoded } = await findRowLines(
    source,
    rows.map(({ row }) => row),
    await droppedRows(engine, source, number),
  );
  const rejects = rows.map(({ row, cause }) => ({ file: source.file, line: lines.get(row) ?? row, cause }));
  const undecodable = undecoded
    .slice(0, read.undecoded)
    .map((line) => ({ file: source.file, line, cause: notDecodable }));
  return [...rejects, ...undecodable].sort((left, right) => left.line - right.line);
}

const notDecodable = 'not valid UTF-8';

/** The rejects of one file without the words that they quote, where those are too many to be a sender's. */
export function harmlessCauses(rejects: readonly Reject[]): readonly Reject[] {
  const said = new Set(rejects.map(({ cause }) => cause).filter((cause) => cause !== notDecodable));
  if (said.size <= mostWords) return rejects;
  return rejects.map((reject) => ({ ...reject, cause: reject.cause.replace(/ ".*"$/, '') }));
}

/**
 * Every rejected row of a loaded dump, by file and line. Only the files that have any are read a second time. That is the
 * last that is read of a dump: where a file is another by now, nobody knows of which one the rows are.
 * @throws TryAgainError where it is
 */
export async function findRejects(engine: Engine, dump: LoadedDump): Promise<readonly Reject[]> {
  const rejects: Reject[] = [];
  for (const [number, source] of dump.sources.entries()) {
    if ((dump.rejected[number] ?? 0) === 0) continue;
    const read = { rows: dump.rows[number] ?? 0, undecoded: dump.undecoded[number] ?? 0 };
    const found = await rejectsOfSource(engine, source, number, read).catch(async (error) => {
      throw await whyUnread(dump.files, explained(source, error));
    });
    for (const reject of harmlessCauses(found)) rejects.push(reject);
  }
  await requireUnchanged(
    dump.files,
    dump.sources.map(({ container }) => container),
  );
  return rejects;
}

const address = /[^\s<>"'(),;:/\\]+@[^\s<>"'(),;:/\\]+/g;

/** Rejects as they are written to rejects.ndjson: one JSON object per line, without the addresses that files are named after. */
export function rejectsText(rejects: readonly Reject[]): string {
  return rejects
    .map(
      ({ file, line, cause }) => `${JSON.stringify({ file: file.replace(address, '…@…'), line, cause })}\n`,
    )
    .join('');
}
