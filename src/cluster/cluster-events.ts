import { native } from '../dump/formats/native.ts';
import { type Mapping, mappingSchema } from '../dump/mapping/mapping-file.ts';
import type { ClickHouseServer } from '../engine/clickhouse/connect.ts';
import { clickhouseDialect, type Spread } from '../engine/clickhouse/dialect.ts';
import { clickhouseName, clickhouseTable, type TableName } from '../engine/clickhouse/sql-text.ts';
import type { Dialect } from '../engine/dialect.ts';
import { BadDataError, TryAgainError, UsageError } from '../errors.ts';
import type { Delivery } from '../report/deliveries.ts';
import type { CountingOptions, EventStore, LaidEvents, Scope } from '../report/event-store.ts';
import type { PartialData } from '../report/report.ts';
import {
  type AccountRow,
  accountRows,
  accountsOfRows,
  accountsQuery,
  clusterDeliveries,
} from './cluster-deliveries.ts';
import { layClusterRelations, type Session } from './cluster-relations.ts';
import { type BoundSql, boundTexts, CountedRows } from './counted-rows.ts';
import { type DescribedTable, describeTable, findTable } from './described-table.ts';
import { Loads } from './loads.ts';
import { mappedParts } from './mapped-parts.ts';
import { type EventPart, foreignTable, loadedParts, plainTable, type ReadTable } from './read-table.ts';
import { withoutSmallDomains } from './redacted-domains.ts';
import { besideEvents, eventColumns } from './table-layout.ts';

/** Of so many deliveries a query asks at a time: what it answers is held until their reports are made. */
const deliveriesAtOnce = 100;

/** Which events are read, and how much of a cluster has to be there. */
export interface ClusterOptions {
  readonly table: TableName;
  /** The deliveries that are asked for; none stands for all. */
  readonly deliveries: readonly string[];
  /** Shards that are down, and dumps that are not all in, are told of in the report, and stop it not. */
  readonly allowPartial: boolean;
  /** What the columns of the table are, where `load` did not make it. */
  readonly mapping: Mapping | undefined;
  /** Whether such a table has all events of a message on one shard, as its owner says. */
  readonly isSharded: boolean;
  /** Whether links of such a table are told apart by their query strings. */
  readonly keepQuery: boolean;
}

/** Whether its parts can be asked where they lie: made by `load`, so that all events of a message are on one shard. */
async function spreadOf(
  server: ClickHouseServer,
  { distribution, columns }: DescribedTable,
  isSharded: boolean,
): Promise<{ readonly spread: Spread; readonly local: TableName | null }> {
  const together = { spread: { kind: 'together' } as const, local: null };
  if (distribution === null) return together;
  if (!isSharded && (distribution.shardingKey !== 'shard_key' || !columns.has('shard_key'))) return together;
  // A server may know the cluster without being part of it.
  if ((await findTable(server, distribution.local)) === undefined) return together;
  return { spread: { kind: 'sharded', cluster: distribution.cluster }, local: distribution.local };
}

/** A table of events, looked at. */
interface SeenTable {
  readonly table: DescribedTable;
  readonly spread: Spread;
  readonly journal: string | null;
  readonly shards: PartialData;
  /** Whether outcomes tell of sends where there are no `sent` events. */
  readonly tellsOfSends: boolean;
  readonly read: (impliesSends: boolean) => ReadTable;
}

function isDoubledBy(loads: Loads, rows: readonly AccountRow[]): boolean {
  const inTable = new Map<string, number>();
  for (const row of rows) inTable.set(row.delivery, (inTable.get(row.delivery) ?? 0) + row.rows);
  return [...inTable].some(([delivery, count]) => loads.mayBeDoubled(delivery, count));
}

/** A table of a cluster, whose contents are told too. */
export interface ClusterEvents extends EventStore {
  /** How many events are of which type, copies and test sends among them, the most frequent first. */
  countTypes(): Promise<readonly { readonly type: string; readonly count: number }[]>;
}

class TableEvents implements ClusterEvents {
  readonly deliveriesAtOnce = deliveriesAtOnce;
  readonly #server: ClickHouseServer;
  readonly #options: ClusterOptions;
  readonly #name: string;
  readonly #dialect: Dialect;
  readonly #seen: SeenTable;
  #read: ReadTable;
  #loaded: Loads | null = null;

  constructor(server: ClickHouseServer, options: ClusterOptions, seen: SeenTable) {
    this.#server = server;
    this.#options = options;
    this.#name = clickhouseTable(options.table);
    this.#seen = seen;
    this.#read = seen.read(false);
    this.#dialect = clickhouseDialect(seen.spread);
  }

  partial(): PartialData | null {
    const { shards, answered } = this.#seen.shards;
    const unfinishedLoads = this.#loaded?.unfinished.length ?? 0;
    const isWhole = shards === answered && unfinishedLoads === 0;
    return isWhole ? null : { shards, answered, unfinishedLoads };
  }

  async findDeliveries(includeTests: boolean, id: string | undefined): Promise<readonly Delivery[]> {
    const { deliveries: named } = this.#options;
    if (id !== undefined && named.length > 0 && !named.includes(id)) {
      throw new UsageError(
        `--delivery "${id}" is none of the deliveries that the URL names`,
        'leave out --delivery, or delivery= in the URL',
      );
    }
    const chosen = id === undefined ? named : [id];
    const loads = await this.#loads(chosen);
    this.#requireFinished(loads);
    this.#loaded = loads;
    await this.#settleSends(chosen);
    let rows = await this.#accounts(chosen, includeTests);
    const accountOf = loads === null ? accountsOfRows(rows) : (delivery: string) => loads.accountOf(delivery);
    const isDoubled = loads === null ? await this.#hasCopies(chosen) : isDoubledBy(loads, rows);
    if (isDoubled) {
      this.#read = this.#read.once();
      rows = await this.#accounts(chosen, includeTests);
    }
    const deliveries = clusterDeliveries(rows, accountOf);
    const missing = chosen.find((key) => !deliveries.some((delivery) => delivery.key === key));
    if (missing !== undefined) throw await this.#noDelivery(missing);
    if (deliveries.length > 0) return deliveries;
    throw new BadDataError(
      `there are no events in ${this.#name}`,
      'load a dump into it with: email-live-report load <dump> --to <URL>',
    );
  }

  async countTypes(): Promise<readonly { readonly type: string; readonly count: number }[]> {
    const all = this.#rows(this.#options.deliveries, ['event_type'], 'isNotNull(event_type)');
    const counted = `SELECT event_type, count(*) AS told FROM (${all.sql}) AS known GROUP BY event_type`;
    const rows = await this.#server.query(
      `SELECT event_type AS type, sum(told) AS events
      FROM ${this.#dialect.wherever(['event_type', 'told'], counted)} AS counted
      GROUP BY event_type
      ORDER BY events DESC, type`,
      all.parameters,
    );
    return rows.map(({ type, events }) => ({ type: String(type), count: Number(events) }));
  }

  async lay(scopes: readonly Scope[], options: CountingOptions): Promise<LaidEvents> {
    const keys = [...new Set(scopes.map(({ delivery }) => delivery.key))];
    const { sql, parameters } = boundTexts(keys, 'delivery');
    const isToRedact = options.redactDomains && this.#loaded?.haveDomainsRedacted(keys) !== true;
    const table = isToRedact
      ? await withoutSmallDomains(this.#read, this.#dialect, sql, (asked) =>
          this.#server.query(asked, parameters),
        )
      : this.#read;
    const rows = new CountedRows(table, scopes, options.includeTests);
    await this.#server.beginSession();
    const session: Session = {
      query: (sql) => this.#server.query(sql, rows.parameters),
      keep: (name, sql) => this.#server.keep(name, sql, rows.parameters),
    };
    const relations = await layClusterRelations(session, rows, this.#dialect, options);
    const deliveries = new Map(scopes.map(({ delivery }) => [delivery.key, delivery]));
    return {
      dialect: this.#dialect,
      relations,
      query: session.query,
      keep: null,
      confirm: () => this.#confirm([...deliveries.values()], options.includeTests),
    };
  }

  /** A shard that went, and events that came, between two queries: their answers are of no one state. */
  async #confirm(deliveries: readonly Delivery[], includeTests: boolean): Promise<void> {
    const { allowPartial } = this.#options;
    const { answered } = await shardsOf(this.#server, this.#seen.table, allowPartial);
    const keys = deliveries.map(({ key }) => key);
    const rows = await this.#accounts(keys, includeTests);
    // A load says that it has begun before its first event is in.
    const loads = await this.#loads(keys);
    const now = new Map(
      clusterDeliveries(rows, accountsOfRows(rows)).map((delivery) => [delivery.key, delivery.rows]),
    );
    const isSame = deliveries.every(({ key, rows: { kept, test } }) => {
      const after = now.get(key);
      const isLoadedAs = loads?.standingOf(key) === this.#loaded?.standingOf(key);
      return isLoadedAs && after?.kept === kept && after.test === test;
    });
    if (isSame && answered === this.#seen.shards.answered) return;
    throw new TryAgainError(
      isSame
        ? `a shard of ${this.#name} came or went while it was asked`
        : `events came into ${this.#name}, or went, while it was asked`,
      'try again',
    );
  }

  async #loads(chosen: readonly string[]): Promise<Loads | null> {
    const { journal } = this.#seen;
    if (journal === null) return null;
    const keys = boundTexts(chosen, 'delivery');
    const sql = Loads.query(journal, chosen.length === 0 ? null : keys.sql);
    return new Loads(await this.#server.query(sql, keys.parameters));
  }

  #requireFinished(loads: Loads | null): void {
    const unfinished = loads?.unfinished ?? [];
    if (unfinished.length === 0 || this.#options.allowPartial) return;
    throw new TryAgainError(
      `not all of ${unfinished.join(', ')} is in ${this.#name} yet`,
      'let its load end, or run it again; --allow-partial makes a report of what is there',
    );
  }

  async #accounts(chosen: readonly string[], includeTests: boolean): Promise<readonly AccountRow[]> {
    const keys = boundTexts(chosen, 'delivery');
    const sql = accountsQuery(this.#read, this.#dialect, chosen.length === 0 ? null : keys, includeTests);
    return accountRows(await this.#server.query(sql, keys.parameters));
  }

  /** Whether outcomes tell of sends depends on whether anything else does. */
  async #settleSends(chosen: readonly string[]): Promise<void> {
    if (!this.#seen.tellsOfSends) return;
    const sent = this.#rows(chosen, ['event_type'], "event_type = 'sent'");
    const [row] = await this.#server.query(
      `SELECT count(*) AS sends FROM ${this.#dialect.wherever(['event_type'], sent.sql)} AS sent`,
      sent.parameters,
    );
    if (row?.sends === 0) this.#read = this.#seen.read(true);
  }

  /** Whether events are there more than once, in a table that nobody keeps a journal of. */
  async #hasCopies(chosen: readonly string[]): Promise<boolean> {
    const known = this.#rows(chosen, ['delivery', 'event_type', 'time', 'identity'], 'isNotNull(identity)');
    const counted = `
      SELECT count(*) AS events, count(DISTINCT identity, delivery) AS different
      FROM (${known.sql}) AS known`;
    const [row] = await this.#server.query(
      `SELECT sum(events) AS events, sum(different) AS different
      FROM ${this.#dialect.wherever(['events', 'different'], counted)} AS counted`,
      known.parameters,
    );
    return Number(row?.events ?? 0) > Number(row?.different ?? 0);
  }

  /** Rows of the deliveries that are asked for, or of all, of which a condition is true. */
  #rows(chosen: readonly string[], parts: readonly EventPart[], condition: string): BoundSql {
    const keys = boundTexts(chosen, 'delivery');
    const rows = this.#read.select({
      first: '',
      parts,
      deliveries: chosen.length === 0 ? null : keys.sql,
      where: () => [],
    });
    const sql = `SELECT ${parts.join(', ')} FROM (${rows}) AS asked WHERE ${condition}`;
    return { sql, parameters: keys.parameters };
  }

  async #noDelivery(id: string): Promise<UsageError> {
    const all = this.#rows([], ['delivery'], '1 = 1');
    const known = await this.#server.query(
      `SELECT delivery
      FROM ${this.#dialect.wherever(['delivery'], `${all.sql} GROUP BY delivery`)} AS known
      GROUP BY delivery
      ORDER BY delivery
      LIMIT 6`,
      all.parameters,
    );
    const names = known.slice(0, 5).map((row) => String(row.delivery));
    return new UsageError(
      `no delivery "${id}" in ${this.#name}`,
      names.length === 0 ? 'it is empty' : `it has ${names.join(', ')}${known.length > 5 ? ', ...' : ''}`,
    );
  }
}

/** How a table of others is read where no mapping says so: its columns are called as the canonical ones are. */
function canonicalMapping(table: DescribedTable): Mapping {
  const parts = Object.keys(native.columns).filter((name) => table.columns.has(name));
  const mapping = { id: native.id, columns: Object.fromEntries(parts.map((name) => [name, name])) };
  const result = mappingSchema.safeParse(mapping);
  if (result.success) return result.data;
  const missing = native.requiredColumns.filter((name) => !table.columns.has(name));
  throw new BadDataError(
    `${clickhouseTable(table)} has no column ${missing.join(' and no column ')}`,
    'say with --mapping what its columns are (docs/cluster.md), or load dumps into a table of its own',
  );
}

/** Columns that nobody's table has but those that `load` makes. */
const ownColumns = [
  'event_key',
  'occurrence',
  'shard_key',
  'implies_sent',
] as const satisfies readonly (keyof typeof eventColumns)[];

/** Whether `load` made a table. @throws BadDataError where it did, and columns are no longer there */
function isLoaded(table: DescribedTable): boolean {
  const missing = Object.keys(eventColumns).filter((column) => !table.columns.has(column));
  if (missing.length === 0) return true;
  if (!ownColumns.every((column) => table.columns.has(column))) return false;
  throw new BadDataError(
    `${clickhouseTable(table)} was made by load, and has no column ${missing.join(' and no column ')} any more`,
    'make another table with: email-live-report load <dump> --to <URL> --create',
  );
}

/** How many shards a table lies on, and how many of them answer. @throws TryAgainError where all have to and some do not */
async function shardsOf(
  server: ClickHouseServer,
  { distribution }: DescribedTable,
  allowPartial: boolean,
): Promise<PartialData> {
  if (distribution === null) return { shards: 1, answered: 1, unfinishedLoads: 0 };
  const { shards, answering } = await server.shardsOf(distribution.cluster);
  if (answering === shards || allowPartial) return { shards, answered: answering, unfinishedLoads: 0 };
  throw new TryAgainError(
    `${shards - answering} of ${shards} shards of ${distribution.cluster} ${shards - answering === 1 ? 'does' : 'do'} not answer`,
    'try again later; --allow-partial makes a report of what the others have',
  );
}

/**
 * Looks at a table of events, and at the cluster that it lies on.
 * @throws NoInputError, BadDataError where it is none; TryAgainError where a shard is down
 */
export async function eventsOfCluster(
  server: ClickHouseServer,
  options: ClusterOptions,
): Promise<ClusterEvents> {
  const table = await describeTable(server, options.table);
  const shards = await shardsOf(server, table, options.allowPartial);
  // Where all are there, one that goes later stops a report: it would not be marked as partial.
  if (shards.answered < shards.shards) server.leaveOutShards();
  const { spread, local } = await spreadOf(server, table, options.isSharded);
  const from = clickhouseTable(local ?? table);
  if (options.mapping === undefined && isLoaded(table)) {
    if (options.keepQuery) {
      throw new UsageError(
        '--keep-query is settled when a dump is loaded into a ClickHouse',
        'load it with --keep-query, and leave it out here',
      );
    }
    const journal = besideEvents(table, '_loads');
    const hasJournal = (await findTable(server, journal)) !== undefined;
    const read = plainTable(from, spread, loadedParts);
    return new TableEvents(server, options, {
      ...{ table, shards, spread },
      journal: hasJournal ? clickhouseTable(journal) : null,
      tellsOfSends: false,
      read: () => read,
    });
  }
  const mapping = options.mapping ?? canonicalMapping(table);
  const columns = [...table.columns.keys()].map(clickhouseName);
  return new TableEvents(server, options, {
    ...{ table, shards, spread },
    journal: null,
    tellsOfSends: mapping.outcomes_imply_sends,
    read: (impliesSends) => {
      const settled = { table: table.table, impliesSends, keepQuery: options.keepQuery };
      return foreignTable(from, columns, spread, mappedParts(mapping, table.columns, settled));
    },
  });
}
