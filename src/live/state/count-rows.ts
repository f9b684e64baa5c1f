import * as z from 'zod';
import { linkWithoutAddresses, withoutAddresses } from '../../dump/canonical-columns.ts';
import type { Keys } from '../../dump/keys.ts';
import { sqlText } from '../../engine/dialect.ts';
import type { Engine } from '../../engine/engine.ts';
import { reasonGroupsQuery } from '../../report/counts/failures.ts';
import { type DumpAccount, namesInAccounts } from '../../report/deliveries.ts';
import type { CountingOptions } from '../../report/event-store.ts';
import { agentKey, linkKey } from '../../report/lay-relations.ts';
import { keptRelations } from '../../report/relations.ts';
import type { WindowChoice } from '../../report/window.ts';
import { drawUpAccounts, namedAccountsOf, updateAccounts } from './accounts.ts';
import { dropCopies, findAllCopies, findCopies } from './copies.ts';
import { addActivityCounts, addCounts, noteLinks, noteLinksNow } from './counts.ts';
import { dropRows, layActivity, layRows, linksClicked, rowContext } from './lay-rows.ts';
import { noteNamedPeople } from './named-people.ts';
import { dropRenamed, nameTexts, renameTexts } from './shown-names.ts';
import { metaSql } from './state-file.ts';
import { accounts, departed, departedRows, places, storedRows, unwritten } from './state-tables.ts';
import {
  addClickedMessages,
  allRows,
  dropChangedMessages,
  dropTouchedRows,
  layTouchedRows,
  noteChangedMessages,
  noteEngagedPeople,
  touchedRows,
} from './touched-rows.ts';
import { dropWindows, moveWindows } from './windows.ts';

/** What is counted, and as what. */
export interface CountChoices extends CountingOptions {
  /** Null where no window is counted, and reports are told from the rows (see window-events.ts). */
  readonly window: WindowChoice | null;
  readonly keys: Keys;
}

/** What the counts of all rows depend on, besides the rows: where it is another one, all of them are counted anew. */
export interface CountedAs {
  /** What rows without a delivery are counted as. */
  readonly dumpName: string;
  /** By format, whether other events tell of sends: no row of it is a `sent` event. */
  readonly impliesSends: Readonly<Record<string, boolean>>;
}

export interface Counting {
  readonly countedTo: number;
  readonly nextRow: number;
  /** What was counted last, null where nothing was. */
  readonly before: CountedAs | null;
  readonly now: CountedAs;
  /** SQL that is true for rows of sources in which other events tell of sends. */
  readonly impliesSends: string;
  /** The sources in the order of their files. */
  readonly order: readonly number[];
  /** Whether files that were there before stand in another order now. */
  readonly isReordered: boolean;
  readonly dump: DumpAccount;
}

const namesOf = (dump: DumpAccount): string => namesInAccounts(`(${namedAccountsOf(dump)})`);

/** Whether formats tell otherwise of sends than when rows were counted. One that had no rows before may be anything. */
const sendsAreToldOtherwise = (before: CountedAs, now: CountedAs): boolean =>
  Object.entries(before.impliesSends).some(
    ([format, implies]) => (now.impliesSends[format] ?? implies) !== implies,
  );

/** Whether any rows were counted under the name of the dump, for they name no delivery. */
async function areNamedAfterDump(engine: Engine): Promise<boolean> {
  const rows = `SELECT count(*) AS number FROM ${accounts} WHERE delivery_id IS NULL AND fate <> 'ignored'`;
  return (await numberOf(engine, rows)) > 0;
}

const numberSchema = z.coerce.number();

async function numberOf(engine: Engine, sql: string): Promise<number> {
  const [row] = await engine.query(sql);
  return numberSchema.parse(row?.number);
}

/** From so many rows on, and where they are such a part of all, rows are counted anew and not one for one. */
const manyRows = 20_000;
const greatPart = 0.3;

/** Gives places to new deliveries. */
const placeDeliveries = (dumpName: string): string => `
  INSERT INTO ${places}
  SELECT (SELECT coalesce(max(place), -1) FROM ${places}) + row_number() OVER (ORDER BY key), key
  FROM (SELECT DISTINCT coalesce(delivery_id, ${dumpName}) AS key FROM ${accounts} WHERE fate <> 'ignored') AS told
  WHERE key NOT IN (SELECT key FROM ${places})`;

/** Notes programs, links and reasons of rows from a number on, each once. */
function noteTexts(engine: Engine, from: number, options: CountChoices): string {
  const { agents, links, reasonGroups } = keptRelations;
  const rows = `${storedRows} WHERE row >= ${from}`;
  const newReasons = `(
    SELECT reason
    FROM ${rows} AND event_type IN ('bounce', 'error', 'excluded', 'delay')
      AND reason NOT IN (SELECT original FROM ${reasonGroups})
  ) AS told`;
  return `
    CREATE TABLE IF NOT EXISTS ${agents} (agent UBIGINT, user_agent VARCHAR);
    CREATE TABLE IF NOT EXISTS ${links} (link UBIGINT, url VARCHAR, label VARCHAR);
    CREATE TABLE IF NOT EXISTS ${reasonGroups} (original VARCHAR, reason VARCHAR, example VARCHAR);
    INSERT INTO ${agents}
    SELECT ${agentKey} AS agent, ${withoutAddresses('user_agent')} AS user_agent
    FROM (SELECT DISTINCT user_agent FROM ${rows} AND user_agent IS NOT NULL) AS named
    WHERE ${agentKey} NOT IN (SELECT agent FROM ${agents});
    INSERT INTO ${links}
    SELECT ${linkKey} AS link, ${linkWithoutAddresses('url')} AS url, ${withoutAddresses('link_label')} AS label
    FROM (SELECT DISTINCT url, link_label FROM ${rows} AND (url IS NOT NULL OR link_label IS NOT NULL)) AS clicked
    WHERE ${linkKey} NOT IN (SELECT link FROM ${links});
    INSERT INTO ${reasonGroups} ${reasonGroupsQuery(newReasons, engine.dialect, options)}`;
}

/** True where the rule for bursts of clicks looks at how many links a delivery has, and that has changed. */
async function deliveriesWithOtherLinks(
  engine: Engine,
  { machineRules }: CountChoices,
): Promise<readonly number[]> {
  const limits = machineRules['all-links'];
  if (limits === null) return [];
  const rows = await engine.query(`
    SELECT DISTINCT scope // 4 AS place
    FROM (
      SELECT scope // 2 * 2 AS scope,
        max(CASE WHEN scope % 2 = 0 THEN delivery_links END) AS were,
        max(CASE WHEN scope % 2 = 1 THEN delivery_links END) AS are
      FROM ${linksClicked}
      GROUP BY scope // 2 * 2
    ) AS links
    WHERE were IS DISTINCT FROM are ${limits.links === null ? '' : `AND least(were, are) < ${limits.links}`}`);
  return rows.map(({ place }) => Number(place));
}

/** Whether all rows are to be counted anew. */
async function isFirstCount(
  engine: Engine,
  { countedTo, nextRow, before, now }: Counting,
  gone: number,
): Promise<boolean> {
  if (before === null || sendsAreToldOtherwise(before, now)) return true;
  if (before.dumpName !== now.dumpName && (await areNamedAfterDump(engine))) return true;
  const all = await numberOf(engine, `SELECT count(*) AS number FROM ${storedRows}`);
  const changed = nextRow - countedTo + gone;
  return changed > manyRows && changed > greatPart * all;
}

/**
 * Counts rows that came, and no longer those that went, in one transaction. What of the reports changes by it is noted as
 * `unwritten`.
 */
export async function countRows(engine: Engine, counting: Counting, options: CountChoices): Promise<void> {
  const { countedTo, nextRow, now } = counting;
  const { includeTests, machineRules } = options;
  const dumpName = sqlText(now.dumpName);
  await engine.run(`
    BEGIN;
    CREATE TEMP TABLE ${departed} AS SELECT * FROM ${storedRows} WHERE row IN (SELECT row FROM ${departedRows});
    DELETE FROM ${storedRows} WHERE row IN (SELECT row FROM ${departedRows});
    DELETE FROM ${departedRows}`);
  const gone = await numberOf(engine, `SELECT count(*) AS number FROM ${departed}`);
  const isFirst = await isFirstCount(engine, counting, gone);
  const from = isFirst ? 0 : countedTo;
  if (isFirst) await findAllCopies(engine);
  else await findCopies(engine, countedTo, counting.isReordered);
  if (isFirst) await drawUpAccounts(engine, includeTests);
  else await updateAccounts(engine, countedTo, includeTests);
  await engine.run(placeDeliveries(dumpName));
  await nameTexts(engine, from);
  await noteNamedPeople(engine, namesOf(counting.dump), gone > 0 ? 0 : from, options.keys);
  const renamedIn = await renameTexts(engine, options);
  await engine.run(noteTexts(engine, from, options));
  const done = `
    ${dropCopies}; ${dropRenamed};
    DROP TABLE ${departed};
    ${metaSql({
      ...{ counted_to: nextRow, counted_as: JSON.stringify(now) },
      counted_order: JSON.stringify(counting.order),
    })};
    COMMIT`;
  if (options.window === null) {
    await engine.run(done);
    return;
  }
  const { places: moved, within } = await moveWindows(engine, options.window, dumpName);

  const rows = { countedTo, includeTests, dumpName, moved: within };
  const context = rowContext(engine, machineRules);
  const laying = { isFirst, renamedIn, impliesSends: counting.impliesSends };
  await engine.run(noteEngagedPeople(from));
  if (!isFirst) {
    await noteChangedMessages(engine, rows);
    await layTouchedRows(engine, rows);
  }
  await layRows(engine, context, isFirst ? `(${allRows(rows)})` : touchedRows, laying);
  await noteLinks(engine, machineRules, isFirst);
  await addCounts(engine, context, isFirst);
  await noteLinksNow(engine, machineRules);
  const relinked = isFirst ? [] : await deliveriesWithOtherLinks(engine, options);
  if (relinked.length > 0) {
    await addClickedMessages(engine, relinked, dumpName);
    await engine.run(`${dropRows}; ${dropTouchedRows}`);
    await layTouchedRows(engine, rows);
    await layRows(engine, context, touchedRows, laying);
  }
  await layActivity(engine, machineRules, isFirst);
  await addActivityCounts(engine, context, isFirst);

  const changed = [
    `SELECT DISTINCT place FROM ${isFirst ? places : touchedRows}`,
    ...[...moved].map((place) => `SELECT ${place}`),
  ];
  await engine.run(`
    CREATE TEMP TABLE changed_places AS ${changed.join(' UNION ')};
    DELETE FROM ${unwritten} WHERE whole = 0 OR place IN (SELECT place FROM changed_places);
    INSERT INTO ${unwritten} SELECT place, 1 FROM changed_places;
    INSERT INTO ${unwritten}
    SELECT place, 0 FROM ${places} WHERE place NOT IN (SELECT place FROM ${unwritten});
    DROP TABLE changed_places;
    ${dropRows}; ${dropTouchedRows}; ${dropChangedMessages}; ${dropWindows};
    DROP TABLE ${linksClicked};
    ${done}`);
}
