import { basename } from 'node:path';
import * as z from 'zod';
import { withoutAddresses } from '../dump/canonical-columns.ts';
import { dumpRows } from '../dump/dump-rows.ts';
import type { LoadedDump } from '../dump/load.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { BadDataError, UsageError } from '../errors.ts';
import { personalNames } from './personal-names.ts';

/** What becomes of a row of a delivery, before any window is looked through. */
type Fate = 'ignored' | 'duplicates' | 'test' | 'kept';

/** How many rows of a delivery have which fate. */
export type RowsByFate = Readonly<Record<Fate, number>>;

/** A delivery found in a dump; times in epoch milliseconds, null where all its events are tests or copies. */
export interface Delivery {
  /** Its id as it is shown, without anybody's address or id. */
  readonly id: string;
  /** Where the engine has its id, in `deliveryAccounts`: what a dump says never becomes SQL. */
  readonly place: number;
  /** Its id as its rows have it: never to be shown. */
  readonly key: string;
  /** The formats that its rows are in, by id, in the order of the dump's files. */
  readonly formats: readonly string[];
  readonly label: string | null;
  readonly firstEvent: number | null;
  readonly lastEvent: number | null;
  /** Its own rows; among those that are ignored are the ones that name no delivery. */
  readonly rows: RowsByFate;
  /** All rows of the dump that it is in. */
  readonly read: number;
  /** Those of them that were rejected, whatever delivery they are of. */
  readonly rejected: number;
}

/** The later copies of events that the dump holds more than once, by their place in the dump. */
export const laterCopies = 'later_copies';

/** What the dump holds of each delivery from each source, by the fate of its rows, each account under its `place`. */
export const deliveryAccounts = 'delivery_accounts';

/** Rows that are events of the report, of whatever delivery. */
export const usable = "event_type IS NOT NULL AND event_type <> 'ignored'";

/** What deliveries are told from, besides their rows. */
export type DumpAccount = Pick<LoadedDump, 'sources' | 'keys' | 'read' | 'rejected'>;

/** Without a delivery_id the whole dump is one delivery, named after the file. */
export function nameOfDump(dump: Pick<LoadedDump, 'sources'>): string {
  const file = dump.sources[0]?.file ?? 'dump';
  return (
    basename(file)
      .replace(/\.(gz|zst)$/i, '')
      .replace(/\.[^.]+$/, '') || 'dump'
  );
}

/** SQL for the id of a row's delivery. */
export const deliveryIdSql = (dump: Pick<LoadedDump, 'sources'>): string =>
  `coalesce(delivery_id, ${sqlText(nameOfDump(dump))})`;

/** Notes the later copies of each event in the engine: the first one in the dump is the one that counts. */
export async function noteLaterCopies(engine: Engine): Promise<void> {
  await engine.run(`
    CREATE TABLE ${laterCopies} AS
    SELECT row
    FROM (
      SELECT rowid AS row, row_number() OVER (PARTITION BY event_identity ORDER BY rowid) AS copy
      FROM ${dumpRows}
      WHERE ${usable} AND event_identity IN (
        SELECT event_identity
        FROM ${dumpRows}
        WHERE ${usable} AND event_identity IS NOT NULL
        GROUP BY event_identity
        HAVING count(*) > 1
      )
    ) AS copies
    WHERE copy > 1`);
}

const isLaterCopy = `${dumpRows}.rowid IN (SELECT row FROM ${laterCopies})`;

/** SQL that is true for the rows that are reported, but for windows: no duplicates, and no tests unless they are wanted. */
export const isKept = (includeTests: boolean): string =>
  `${usable}${includeTests ? '' : ' AND is_test = 0'} AND NOT ${isLaterCopy}`;

/** SQL for the fate of a row that is an event. */
export const fateSql = (includeTests: boolean, isCopy: string): string => `CASE
        WHEN event_type = 'ignored' THEN 'ignored'
        WHEN ${isCopy} THEN 'duplicates'
        ${includeTests ? '' : "WHEN is_test = 1 THEN 'test'"}
        ELSE 'kept'
      END`;

const rowSchema = z.object({
  place: z.int(),
  key: z.string().nullable(),
  id: z.string(),
  source: z.int(),
  fate: z.enum(['ignored', 'duplicates', 'test', 'kept']),
  rows: z.int(),
  label: z.string().nullable(),
  first_event: z.number().nullable(),
  last_event: z.number().nullable(),
});

type Row = z.infer<typeof rowSchema>;

const shownSchema = z.object({ text: z.string(), shown: z.string() });

const greatest = <Value extends string | number>(values: readonly (Value | null)[]): Value | null =>
  values.reduce((most, value) => (most === null || (value !== null && value > most) ? value : most), null);

/** When the first and the last event of rows was; null where there are none. */
export function spanOf(
  rows: readonly { readonly first_event: number | null; readonly last_event: number | null }[],
): Pick<Delivery, 'firstEvent' | 'lastEvent'> {
  const before = greatest(rows.map(({ first_event }) => (first_event === null ? null : -first_event)));
  return {
    firstEvent: before === null ? null : 0 - before,
    lastEvent: greatest(rows.map(({ last_event }) => last_event)),
  };
}

function deliveryOf(
  dump: DumpAccount,
  key: string,
  rows: readonly Row[],
  nobodys: number,
  personal: ReadonlyMap<string, string>,
): Delivery {
  const used = rows.filter(({ fate }) => fate !== 'ignored');
  const kept = rows.filter(({ fate }) => fate === 'kept');
  const rowsOf = (fate: Fate): number =>
    rows.reduce((sum, row) => (row.fate === fate ? sum + row.rows : sum), 0);
  const [first] = rows;
  if (first === undefined) throw new Error('a delivery without rows');
  const label = greatest(used.map(({ label }) => label));
  return {
    id: personal.get(first.id) ?? first.id,
    place: first.place,
    key,
    label: label === null ? null : (personal.get(label) ?? label),
    formats: formatsOf(
      dump,
      used.map(({ source }) => source),
    ),
    ...spanOf(kept),
    rows: {
      ignored: rowsOf('ignored') + nobodys,
      duplicates: rowsOf('duplicates'),
      test: rowsOf('test'),
      kept: rowsOf('kept'),
    },
    read: dump.read,
    rejected: dump.rejected.reduce((sum, rows) => sum + rows, 0),
  };
}

/** The accounts of rows: those of a delivery from a source that have one fate. @param fate SQL, see `fateSql` */
export const accountsQuery = (rows: string, fate: string): string => `
        SELECT
          delivery_id,
          source,
          ${fate} AS fate,
          count(*) AS rows,
          max(delivery_label) AS told_label,
          min(time) AS first_event,
          max(time) AS last_event
        FROM ${rows}
        WHERE event_type IS NOT NULL
        GROUP BY delivery_id, source, fate`;

/** SQL for accounts with what their deliveries are called. @param place SQL that numbers them */
export const namedAccounts = (dump: Pick<LoadedDump, 'sources'>, accounts: string, place: string): string => `
    SELECT
      ${place} AS place,
      delivery_id,
      ${withoutAddresses(deliveryIdSql(dump))} AS id,
      ${withoutAddresses('greatest_label')} AS label,
      source, fate, rows, first_event, last_event
    FROM (
      SELECT
        *,
        -- Of all its events, so that it is the same whether tests count or not.
        max(CASE WHEN fate <> 'ignored' THEN told_label END)
          OVER (PARTITION BY ${deliveryIdSql(dump)}) AS greatest_label
      FROM ${accounts}
    ) AS labelled`;

/**
 * Every delivery of a dump, the newest first, with the account of its rows. Those that go by the name of a person are told apart
 * by numbers, in the order of their first events.
 */
export async function findDeliveries(
  engine: Engine,
  dump: LoadedDump,
  includeTests: boolean,
): Promise<readonly Delivery[]> {
  const accounts = `(${accountsQuery(dumpRows, fateSql(includeTests, isLaterCopy))}
      ) AS told`;
  await engine.run(
    `CREATE TABLE ${deliveryAccounts} AS ${namedAccounts(dump, accounts, 'row_number() OVER ()')}`,
  );
  return deliveriesInAccounts(engine, dump, deliveryAccounts);
}

/** SQL of all that deliveries of named accounts are called, as `text`. */
export const namesInAccounts = (accounts: string): string =>
  `SELECT id AS text FROM ${accounts} UNION SELECT label AS text FROM ${accounts} WHERE label IS NOT NULL`;

/** The deliveries of named accounts, which lie in a table. @param people where persons are looked for, see `personalNames` */
export async function deliveriesInAccounts(
  engine: Engine,
  dump: DumpAccount,
  table: string,
  people: string = dumpRows,
): Promise<readonly Delivery[]> {
  const answer = await engine.query(`
    SELECT place, delivery_id AS key, id, source, fate, rows, label, first_event, last_event
    FROM ${table}
    ORDER BY place`);
  const shown = await engine.query(
    personalNames(namesInAccounts(table), ['delivery_id', 'delivery_label'], dump.keys, people),
  );
  const personal = new Map(
    shown.map((row) => shownSchema.parse(row)).map(({ text, shown }) => [text, shown]),
  );
  const byKey = new Map<string, Row[]>();
  let nobodys = 0;
  for (const row of answer.map((row) => rowSchema.parse(row))) {
    if (row.key === null && row.fate === 'ignored') {
      nobodys += row.rows;
      continue;
    }
    const key = row.key ?? nameOfDump(dump);
    const rows = byKey.get(key);
    if (rows === undefined) byKey.set(key, [row]);
    else rows.push(row);
  }
  const used = [...byKey].filter(([, rows]) => rows.some(({ fate }) => fate !== 'ignored'));
  const deliveries = used.map(([key, rows]) => deliveryOf(dump, key, rows, nobodys, personal));
  const beginnings = new Map(used.map(([key, rows]) => [key, beginningOf(rows)]));
  return toldApart(deliveries, beginnings).toSorted(newestFirst);
}

/** When the first of a delivery's events was, be it a test or a copy. */
export const beginningOf = (
  rows: readonly { readonly fate: Fate | 'rejected'; readonly first_event: number | null }[],
): number =>
  Math.min(
    ...rows.flatMap(({ fate, first_event }) =>
      fate === 'ignored' || fate === 'rejected' || first_event === null ? [] : [first_event],
    ),
  );

/**
 * Deliveries whose ids are the same without the people in them are numbered: `…@…`, `…@… (2)`. Each has the same number whether
 * tests count or not.
 */
export function toldApart(
  deliveries: readonly Delivery[],
  beginnings: ReadonlyMap<string, number>,
): readonly Delivery[] {
  const ids = new Set(deliveries.filter(({ id, key }) => id === key).map(({ id }) => id));
  const begins = ({ key }: Delivery): number => beginnings.get(key) ?? 0;
  const masked = deliveries
    .filter(({ id, key }) => id !== key)
    .sort((left, right) => begins(left) - begins(right) || (left.key < right.key ? 1 : -1));
  const named = masked.map((delivery) => {
    let id = delivery.id;
    for (let number = 2; ids.has(id); number += 1) id = `${delivery.id} (${number})`;
    ids.add(id);
    return { ...delivery, id };
  });
  return [...deliveries.filter(({ id, key }) => id === key), ...named];
}

function formatsOf(dump: Pick<LoadedDump, 'sources'>, sources: readonly number[]): readonly string[] {
  const ids = dump.sources.flatMap(({ format }, number) => (sources.includes(number) ? [format.id] : []));
  return [...new Set(ids)];
}

/** The order of deliveries: by their first events, the newest first; those of one moment by what they are called. */
export function newestFirst(left: Delivery, right: Delivery): number {
  const order = (right.firstEvent ?? -1) - (left.firstEvent ?? -1);
  return order === 0 ? (left.id < right.id ? -1 : 1) : order;
}

/**
 * The deliveries to report on: all, or the one that was asked for.
 * @throws UsageError where the dump has no such delivery, BadDataError where it has none at all.
 */
export function chooseDeliveries(
  deliveries: readonly Delivery[],
  id: string | undefined,
): readonly Delivery[] {
  if (deliveries.length === 0) {
    throw new BadDataError(
      'no email event in the dump: all of its rows are of types that a report does not use',
      'see what it holds with: email-live-report inspect <dump>',
    );
  }
  if (id === undefined) return deliveries;
  const chosen = deliveries.filter((delivery) => delivery.id === id || delivery.key === id);
  if (chosen.length === 0) {
    const known = deliveries.slice(0, 5).map((delivery) => delivery.id);
    const more = deliveries.length > known.length ? ', ...' : '';
    throw new UsageError(`--delivery: no delivery "${id}" in the dump`, `it has ${known.join(', ')}${more}`);
  }
  return chosen;
}
