import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { linkWithoutAddresses, withoutAddresses } from '../dump/canonical-columns.ts';
import { dumpRows } from '../dump/dump-rows.ts';
import { lastingKeys } from '../dump/keys.ts';
import type { LoadedDump } from '../dump/load.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { sqlPath } from '../engine/sql-path.ts';
import { impliesSends } from '../report/counted-events.ts';
import { type Delivery, deliveryAccounts, deliveryIdSql, usable } from '../report/deliveries.ts';
import { domainNames, numberNames, variantNames } from '../report/names.ts';
import { saidByRow, sumOfKeys } from './dump-id.ts';
import type { eventColumns } from './table-layout.ts';

/** A run of rows of a dump, in its order: those that are usable among them are sent together. */
export interface Batch {
  readonly first: number;
  readonly last: number;
  /** How many rows of it are usable. */
  readonly events: number;
}

/** The rows of a dump as a table of events has them. */
export interface EventRows {
  readonly batches: readonly Batch[];
  /** Differs where other rows would be in one of the batches: a 64 bit number as a text. */
  readonly batchesKey: string;
  /** A query of the rows of a batch, with the columns of the table in their order. */
  readonly rowsOf: (batch: Batch) => string;
}

/** The usable rows by their place in the dump: `row` is that among all of its rows. */
const eventKeys = 'event_keys';
/** Those of them whose key came before. */
const repeated = 'repeated_keys';
const shownDeliveries = 'shown_deliveries';
/** User agents with words that are ids of people, as they are kept. */
const personalAgents = 'personal_agents';

/** What a dump says never becomes SQL: what its deliveries are called comes into the engine as data. */
async function tellDeliveries(
  engine: Engine,
  dump: LoadedDump,
  deliveries: readonly Delivery[],
): Promise<void> {
  const path = join(engine.temporaryFolder, 'deliveries.ndjson');
  const lines = deliveries.map(({ place, id, label }) => `${JSON.stringify({ place, id, label })}\n`);
  await writeFile(path, lines.join(''));
  await engine.run(`
    CREATE TABLE ${shownDeliveries} AS
    SELECT ${deliveryIdSql(dump)} AS delivery, told.id AS id, told.label AS label
    FROM read_json(${sqlPath(path)}, format = 'newline_delimited',
      columns = {place: 'BIGINT', id: 'VARCHAR', label: 'VARCHAR'}) AS told
    INNER JOIN ${deliveryAccounts} USING (place)`);
}

/** Words of a user agent that are no id of somebody by chance, as versions and dates can be. */
const mayBeId = "(length(word) >= 6 AND (length(word) >= 9 OR NOT regexp_full_match(word, '[0-9]+')))";

/** No report shows a user agent, so that nobody is masked in it when a dump is read. */
async function findPersonalAgents(engine: Engine): Promise<void> {
  const agents = `SELECT DISTINCT user_agent AS text FROM ${dumpRows} WHERE user_agent IS NOT NULL`;
  await engine.run(`
    CREATE TABLE ${personalAgents} AS
    SELECT text, list_reduce(list_prepend(text, list(word ORDER BY length(word) DESC, word)),
      lambda shown, word: replace(shown, word, '…')) AS shown
    FROM (
      SELECT DISTINCT text, unnest(regexp_split_to_array(text, '[\\s<>"''(),;:/|=]+')) AS word
      FROM (${agents}) AS agents
    ) AS words
    WHERE ${mayBeId} AND ${lastingKeys.of('word')} IN (SELECT person FROM ${dumpRows})
    GROUP BY text`);
}

/** The key of what an event is known by again; of one that nothing is known by, that of all that it says. */
const eventKey = `coalesce(event_identity, ${lastingKeys.of(
  ...saidByRow,
  ...['bounce_category', 'reason', 'code', 'domain', 'sender_block', 'url', 'link_label'],
)})`;

async function numberEvents(engine: Engine): Promise<void> {
  await engine.run(`
    CREATE TABLE ${eventKeys} AS
    SELECT rowid AS row, ${eventKey} AS event_key
    FROM ${dumpRows}
    WHERE ${usable};
    CREATE TABLE ${repeated} AS
    SELECT row, occurrence
    FROM (
      SELECT row, row_number() OVER (PARTITION BY event_key ORDER BY row) - 1 AS occurrence
      FROM ${eventKeys}
      WHERE event_key IN (SELECT event_key FROM ${eventKeys} GROUP BY event_key HAVING count(*) > 1)
    ) AS counted
    WHERE occurrence > 0`);
}

const batchSchema = z.object({ first: z.int(), last: z.int(), events: z.int() });

async function batchesOf(
  engine: Engine,
  batchSize: number,
): Promise<Pick<EventRows, 'batches' | 'batchesKey'>> {
  const batch = `rowid // ${batchSize}`;
  const rows = await engine.query(`
    SELECT min(row) AS first, max(row) AS last, count(*) AS events
    FROM ${eventKeys}
    GROUP BY ${batch}
    ORDER BY first`);
  const [sum] = await engine.query(`
    SELECT CAST(${sumOfKeys(`event_key::HUGEINT * (${batch} + 1)`)} AS VARCHAR) AS key
    FROM ${eventKeys}`);
  return { batches: rows.map((row) => batchSchema.parse(row)), batchesKey: String(sum?.key) };
}

/**
 * Makes ready the rows that a table of events gets of a dump that was read with lasting keys: usable rows, numbered and masked
 * as reports show them.
 * @param deliveries all of the dump, as they are to be called
 */
export async function layEventRows(
  engine: Engine,
  dump: LoadedDump,
  deliveries: readonly Delivery[],
  { batchSize, redactDomains }: { readonly batchSize: number; readonly redactDomains: boolean },
): Promise<EventRows> {
  const domain = await numberNames(engine, domainNames, { redact: redactDomains });
  const variant = await numberNames(engine, variantNames, { keys: dump.keys });
  await tellDeliveries(engine, dump, deliveries);
  await findPersonalAgents(engine);
  await numberEvents(engine);
  const formats = dump.sources.map(({ format }) => sqlText(format.id)).join(', ');
  const cells: Readonly<Record<keyof typeof eventColumns, string>> = {
    delivery_id: `${shownDeliveries}.id`,
    delivery_label: `${shownDeliveries}.label`,
    timestamp: 'time',
    event_type: 'event_type',
    event_key: 'event_key',
    occurrence: 'coalesce(occurrence, 0)',
    is_duplicate: 'CASE WHEN event_identity IS NOT NULL AND occurrence > 0 THEN 1 ELSE 0 END',
    // By what the row itself says: dumps that come later are to lie with it.
    shard_key: 'coalesce(message, event_key)',
    message_id: 'message',
    recipient: `${dumpRows}.person`,
    domain: `(${domain})::VARCHAR`,
    bounce_category: 'bounce_category',
    reason: 'reason',
    code: 'code',
    url: linkWithoutAddresses('url'),
    link_label: withoutAddresses('link_label'),
    link: `CASE WHEN url IS NOT NULL OR link_label IS NOT NULL THEN ${lastingKeys.of('url', 'link_label')} END`,
    user_agent: withoutAddresses(`coalesce(${personalAgents}.shown, user_agent)`),
    agent: `CASE WHEN user_agent IS NOT NULL THEN ${lastingKeys.of('user_agent')} END`,
    variant: `(${variant})::VARCHAR`,
    sender_block: 'sender_block',
    is_machine: 'is_machine',
    is_test: 'is_test',
    implies_sent: `CASE WHEN ${impliesSends(dump)} THEN implies_sent ELSE 0 END`,
    format: `([${formats}])[source + 1]`,
    source: 'source',
  };
  const columns = Object.entries(cells).map(([name, cell]) => `${cell} AS "${name}"`);
  return {
    ...(await batchesOf(engine, batchSize)),
    rowsOf: ({ first, last }) => `
      SELECT
        ${columns.join(',\n        ')}
      FROM ${dumpRows}
      INNER JOIN ${eventKeys} ON ${eventKeys}.row = ${dumpRows}.rowid
      INNER JOIN ${shownDeliveries} ON ${shownDeliveries}.delivery = ${deliveryIdSql(dump)}
      LEFT JOIN ${repeated} ON ${repeated}.row = ${dumpRows}.rowid
      LEFT JOIN ${personalAgents} ON ${personalAgents}.text = user_agent
      WHERE ${dumpRows}.rowid BETWEEN ${first} AND ${last} AND ${eventKeys}.row BETWEEN ${first} AND ${last}`,
  };
}
