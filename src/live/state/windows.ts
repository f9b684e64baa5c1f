import type { Engine } from '../../engine/engine.ts';
import { lastDayOf, type Window, type WindowChoice, windowOf } from '../../report/window.ts';
import { instantSql, windowAround } from '../../report/window-sql.ts';
import { accounts, places, storedScopes } from './state-tables.ts';

/** Which window of a delivery is counted: the one that was chosen, or its last day. */
export type WindowKind = 'chosen' | 'last-day';

const kindNumbers: Readonly<Record<WindowKind, number>> = { chosen: 0, 'last-day': 1 };

/** The number that a delivery is counted by in a window. */
export const scopeNumber = (place: number, kind: WindowKind): number => 2 * place + kindNumbers[kind];

/** SQL of the same. */
export const scopeSql = 'place * 2 + kind';

/** Rows that are counted from now on, or no longer: of a delivery, from an instant on and before another. */
interface Stretch {
  readonly place: number;
  readonly from: number | null;
  readonly to: number | null;
}

/** The scopes as they were counted, and as they are to be: the same columns. */
export const scopesThen = 'scopes_then';

/** The stretches of time that windows have moved over. */
export const movedOver = 'moved_over';

const isSame = (one: Window | null, other: Window | null): boolean =>
  one?.from === other?.from && one?.to === other?.to;

/** What a window has moved over: where one of both is missing, all of the other; their ends do not move. */
function between(one: Window | null, other: Window | null): Window {
  if (one === null || other === null) return one ?? other ?? { from: null, to: null };
  const [from, to] = [one.from, other.from].sort((left, right) => (left ?? 0) - (right ?? 0));
  return { from: from ?? null, to: to ?? null };
}

interface DeliverySpan {
  readonly place: number;
  readonly firstEvent: number | null;
  readonly lastEvent: number | null;
}

const nullable = (value: unknown): number | null => (value === null ? null : Number(value));

async function spans(engine: Engine, dumpName: string): Promise<readonly DeliverySpan[]> {
  const rows = await engine.query(`
    SELECT place, min(first_event) AS first_event, max(last_event) AS last_event
    FROM ${places}
    LEFT JOIN (
      SELECT coalesce(delivery_id, ${dumpName}) AS key, first_event, last_event
      FROM ${accounts}
      WHERE fate = 'kept'
    ) AS kept USING (key)
    GROUP BY place`);
  return rows.map((row) => ({
    place: Number(row.place),
    firstEvent: nullable(row.first_event),
    lastEvent: nullable(row.last_event),
  }));
}

/** What has become of the windows. */
export interface MovedWindows {
  /** The deliveries any of whose windows has moved. */
  readonly places: ReadonlySet<number>;
  /** The least stretch of time that all that they have moved over lies in; null where none has moved. */
  readonly within: Window | null;
}

/**
 * Moves the windows of all deliveries to where they are to be, as it follows from their first and last events, and notes
 * where they were and what they have moved over.
 * @param dumpName SQL of what rows without a delivery are counted as
 */
export async function moveWindows(
  engine: Engine,
  choice: WindowChoice,
  dumpName: string,
): Promise<MovedWindows> {
  await engine.run(`CREATE TEMP TABLE ${scopesThen} AS FROM ${storedScopes}`);
  const then = new Map<number, Window>();
  for (const row of await engine.query(
    `SELECT ${scopeSql} AS number, window_from, window_to FROM ${scopesThen}`,
  ))
    then.set(Number(row.number), {
      from: nullable(row.window_from),
      to: nullable(row.window_to),
    });
  const moved = new Set<number>();
  const stretches: Stretch[] = [];
  const changed: string[] = [];
  const gone: number[] = [];
  for (const { place, ...span } of await spans(engine, dumpName)) {
    const now = { chosen: windowOf(choice, span.lastEvent), 'last-day': lastDayOf(choice, span) };
    for (const kind of ['chosen', 'last-day'] as const) {
      const number = scopeNumber(place, kind);
      const [before, after] = [then.get(number) ?? null, now[kind]];
      if ((before === null) === (after === null) && isSame(before, after)) continue;
      moved.add(place);
      stretches.push({ place, ...between(before, after) });
      gone.push(number);
      if (after !== null)
        changed.push(`(${place}, ${kindNumbers[kind]}, ${instantSql(after.from)}, ${instantSql(after.to)})`);
    }
  }
  if (gone.length > 0)
    await engine.run(`DELETE FROM ${storedScopes} WHERE ${scopeSql} IN (${gone.join(', ')})`);
  if (changed.length > 0) await engine.run(`INSERT INTO ${storedScopes} VALUES ${changed.join(', ')}`);
  await engine.run(`
    CREATE TEMP TABLE ${movedOver} (place INTEGER, moved_from BIGINT, moved_to BIGINT);
    ${
      stretches.length === 0
        ? ''
        : `INSERT INTO ${movedOver} VALUES ${stretches
            .map(({ place, from, to }) => `(${place}, ${instantSql(from)}, ${instantSql(to)})`)
            .join(', ')}`
    }`);
  return { places: moved, within: windowAround(stretches) };
}

/** Lets go of what was noted. */
export const dropWindows = [scopesThen, movedOver].map((table) => `DROP TABLE IF EXISTS ${table}`).join('; ');
