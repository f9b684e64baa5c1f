import type { Engine } from '../../engine/engine.ts';
import { usable } from '../../report/deliveries.ts';
import type { Window } from '../../report/window.ts';
import { isWithin } from '../../report/window-sql.ts';
import { becameCopies, ceasedCopies, isCopy, wasCopy } from './copies.ts';
import { renamed } from './shown-names.ts';
import { departed, engagedPeople, places, storedRows } from './state-tables.ts';
import { movedOver } from './windows.ts';

/**
 * The rows that have to be counted again, as a relation of them and of what they are counted with: with the `place` of
 * their delivery, and whether they counted before (`was_kept`) and do now (`is_kept`).
 */
export const touchedRows = 'touched_rows';

/** The people who have any open or click in a message that has changed: only they are counted again. */
export const touchedPeople = 'touched_people';

/** The messages of rows that have changed, and rows that have and belong to none. */
const changedMessages = 'changed_messages';
const changedLoners = 'changed_loners';

const engaged = "event_type IN ('open', 'click')";

interface RowsInQuestion {
  /** Rows from this number on are new. */
  readonly countedTo: number;
  readonly includeTests: boolean;
  /** SQL of what rows without a delivery are counted as. */
  readonly dumpName: string;
  /** What windows have moved over lies in this one; null where none has. */
  readonly moved: Window | null;
}

/** Those that count for themselves: whether they do at all, be it now or before. */
const counts = (includeTests: boolean): string => `${usable}${includeTests ? '' : ' AND is_test = 0'}`;

/** SQL of rows that are in a window now, or are no longer. */
const rowsMovedOver = (moved: Window, counted: string, dumpName: string): string => `
      SELECT row, message
      FROM ${storedRows}
      INNER JOIN ${places} ON key = coalesce(delivery_id, ${dumpName})
      INNER JOIN ${movedOver} USING (place)
      WHERE ${counted} AND ${isWithin(moved)}
        AND (moved_from IS NULL OR time >= moved_from)
        AND (moved_to IS NULL OR time < moved_to)`;

/** SQL of all rows that have changed, as `row`, `message`: new and gone ones, copies, and what windows have moved over. */
function changedRows({ countedTo, includeTests, dumpName, moved }: RowsInQuestion): string {
  const stored = (condition: string): string =>
    `SELECT row, message FROM ${storedRows} WHERE ${counts(includeTests)} AND ${condition}`;
  return [
    stored(`row >= ${countedTo}`),
    `SELECT row, message FROM ${departed} WHERE ${counts(includeTests)}`,
    stored(`row IN (SELECT row FROM ${becameCopies} UNION ALL SELECT row FROM ${ceasedCopies})`),
    stored(`domain IN (SELECT text FROM ${renamed.domain})`),
    stored(`variant IN (SELECT text FROM ${renamed.variant})`),
    ...(moved === null ? [] : [rowsMovedOver(moved, counts(includeTests), dumpName)]),
  ].join('\n    UNION ALL\n    ');
}

/** Notes which messages have changed. */
export async function noteChangedMessages(engine: Engine, rows: RowsInQuestion): Promise<void> {
  await engine.run(`
    CREATE TEMP TABLE changed_rows AS ${changedRows(rows)};
    CREATE TEMP TABLE ${changedMessages} AS
    SELECT DISTINCT message FROM changed_rows WHERE message IS NOT NULL;
    CREATE TEMP TABLE ${changedLoners} AS
    SELECT DISTINCT row FROM changed_rows WHERE message IS NULL;
    DROP TABLE changed_rows`);
}

/** SQL that notes who opened or clicked which message, of rows from a number on. */
export const noteEngagedPeople = (from: number): string => `
    ${from === 0 ? `DELETE FROM ${engagedPeople};` : ''}
    INSERT INTO ${engagedPeople}
    SELECT DISTINCT person, message
    FROM ${storedRows}
    WHERE row >= ${from} AND ${engaged} AND person IS NOT NULL AND message IS NOT NULL`;

/** Has all messages counted again that were clicked in some deliveries. */
export async function addClickedMessages(
  engine: Engine,
  of: readonly number[],
  dumpName: string,
): Promise<void> {
  await engine.run(`
    INSERT INTO ${changedMessages}
    SELECT DISTINCT message
    FROM ${storedRows}
    INNER JOIN ${places} ON key = coalesce(delivery_id, ${dumpName})
    WHERE event_type = 'click' AND message IS NOT NULL AND place IN (${of.join(', ')})
      AND message NOT IN (SELECT message FROM ${changedMessages})`);
}

/** Rows of the changed messages and what else is touched, by `row`. */
const touchedIds = 'touched_ids';

/** SQL of rows of a table with what they are counted with. */
function withWhatCounts(table: string, { countedTo, includeTests, dumpName }: RowsInQuestion): string {
  const isHere = table !== departed;
  const was = `${isHere ? `row < ${countedTo} AND ` : ''}NOT ${wasCopy}`;
  const is = isHere ? `NOT ${isCopy}` : 'false';
  return `
    SELECT * REPLACE (source::INTEGER AS source), coalesce(${was}, false) AS was_kept, coalesce(${is}, false) AS is_kept
    FROM ${table} AS touched
    INNER JOIN ${places} ON key = coalesce(delivery_id, ${dumpName})
    WHERE ${counts(includeTests)}`;
}

/** Messages that have not changed, of people in those that have. */
const furtherMessages = 'further_messages';

async function isAny(engine: Engine, table: string): Promise<boolean> {
  const [row] = await engine.query(`SELECT 1 FROM ${table} LIMIT 1`);
  return row !== undefined;
}

/**
 * SQL of whole rows by their numbers. Which rows these are is looked for in one narrow column before: the engine would read
 * all columns of all rows else.
 */
const storedOf = (ids: string): string =>
  `(SELECT * FROM ${storedRows} WHERE row IN (SELECT row FROM ${ids}))`;

/** SQL of all rows as those that are counted for the first time: nothing counted before. */
export const allRows = ({ includeTests, dumpName }: RowsInQuestion): string => `
    SELECT *, false AS was_kept, true AS is_kept
    FROM ${storedRows}
    INNER JOIN ${places} ON key = coalesce(delivery_id, ${dumpName})
    WHERE ${counts(includeTests)} AND NOT ${isCopy}`;

/**
 * Lays the rows of the changed messages, and of all other messages that the people in them have opened or clicked: what one
 * person has done is told by all of these.
 */
export async function layTouchedRows(engine: Engine, rows: RowsInQuestion): Promise<void> {
  const ofMessages = `message IN (SELECT message FROM ${changedMessages})`;
  await engine.run(`
    CREATE TEMP TABLE ${touchedIds} AS
    SELECT row FROM ${storedRows} WHERE ${ofMessages} UNION ALL SELECT row FROM ${changedLoners};
    CREATE TEMP TABLE ${touchedRows} AS ${withWhatCounts(storedOf(touchedIds), rows)};
    INSERT INTO ${touchedRows} ${withWhatCounts(departed, rows)};
    CREATE TEMP TABLE ${touchedPeople} AS
    SELECT DISTINCT person FROM ${touchedRows} WHERE ${engaged} AND person IS NOT NULL`);
  if (await isAny(engine, touchedPeople)) {
    await engine.run(`
      CREATE TEMP TABLE ${furtherMessages} AS
      SELECT DISTINCT message
      FROM ${engagedPeople}
      WHERE person IN (SELECT person FROM ${touchedPeople}) AND NOT (${ofMessages})`);
    if (await isAny(engine, furtherMessages))
      await engine.run(`
        CREATE OR REPLACE TEMP TABLE ${touchedIds} AS
        SELECT row FROM ${storedRows} WHERE message IN (SELECT message FROM ${furtherMessages});
        INSERT INTO ${touchedRows} ${withWhatCounts(storedOf(touchedIds), rows)}`);
    await engine.run(`DROP TABLE ${furtherMessages}`);
  }
  await engine.run(`DROP TABLE ${touchedIds}`);
}

/** Lets go of what was laid. */
export const dropTouchedRows = `DROP TABLE IF EXISTS ${touchedRows}; DROP TABLE IF EXISTS ${touchedPeople}`;
export const dropChangedMessages = `DROP TABLE IF EXISTS ${changedMessages}; DROP TABLE IF EXISTS ${changedLoners}`;
