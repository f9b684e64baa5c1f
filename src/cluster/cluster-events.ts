import type { Format } from '../dump/formats/format.ts';
import type { ClickHouseServer } from '../engine/clickhouse/connect.ts';
import { clickhouseDialect, type Spread } from '../engine/clickhouse/dialect.ts';
import { clickhouseTable, type TableName } from '../engine/clickhouse/sql-text.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { QueryRow } from '../engine/engine.ts';
import { BadDataError, TryAgainError, UsageError } from '../errors.ts';
import type { Delivery } from '../report/deliveries.ts';
import type { CountingOptions, EventStore, LaidEvents, Scope } from '../report/event-store.ts';
import type { PartialData } from '../report/report.ts';
import { type AccountRow, accountRows, accountsQuery, clusterDeliveries } from './cluster-deliveries.ts';
import { layClusterRelations, type Session } from './cluster-relations.ts';
import { boundTexts, CountedRows, type ReadTable } from './counted-rows.ts';
import { type DescribedTable, describeTable, findTable } from './described-table.ts';
import { type EventExpressions, loadedExpressions } from './event-expressions.ts';
import { Loads } from './loads.ts';
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
  readonly mapping?: Format | undefined;
}

/** Whether its parts can be asked where they lie: made by `load`, so that all events of a person are on one shard. */
async function spreadOf(
  server: ClickHouseServer,
  { distribution, columns }: DescribedTable,
): Promise<{ readonly spread: Spread; readonly local: TableName | null }> {
  const together = { spread: { kind: 'together' } as const, local: null };
  if (distribution === null || distribution.shardingKey !== 'shard_key' || !columns.has('shard_key'))
    return together;
  // A server may know the cluster without being part of it.
  if ((await findTable(server, distribution.local)) === undefined) return together;
  return { spread: { kind: 'sharded', cluster: distribution.cluster }, local: distribution.local };
}

/** A table of events, looked at. */
interface SeenTable {
  readonly table: DescribedTable;
  readonly read: ReadTable;
  readonly journal: string | null;
  readonly shards: PartialData;
}

class TableEvents implements EventStore {
  readonly deliveriesAtOnce = deliveriesAtOnce;
  readonly #server: ClickHouseServer;
  readonly #options: ClusterOptions;
  readonly #name: string;
  readonly #dialect: Dialect;
  readonly #seen: SeenTable;
  #read: ReadTable;
  #unfinishedLoads = 0;

  constructor(server: ClickHouseServer, options: ClusterOptions, seen: SeenTable) {
    this.#server = server;
    this.#options = options;
    this.#name = clickhouseTable(options.table);
    this.#seen = seen;
    this.#read = seen.read;
    this.#dialect = clickhouseDialect(seen.read.spread);
  }

  partial(): PartialData | null {
    const { shards, answered } = this.#seen.shards;
    const isWhole = shards === answered && this.#unfinishedLoads === 0;
    return isWhole ? null : { shards, answered, unfinishedLoads: this.#unfinishedLoads };
  }

  async findDeliveries(includeTests: boolean, id: string | undefined): Promise<readonly Delivery[]> {
    const chosen = id === undefined ? this.#options.deliveries : [id];
    const loads = await this.#loads(chosen);
    this.#requireFinished(loads);
    let rows = await this.#accounts(chosen, includeTests);
    if (loads !== null && this.#isDoubled(rows, loads)) {
      // Rows with the same key are one row, which the table makes of them when it has time; so it is told to at once.
      this.#read = { ...this.#read, from: `${this.#read.from} FINAL` };
      rows = await this.#accounts(chosen, includeTests);
    }
    const deliveries = clusterDeliveries(rows, loads);
    const missing = chosen.find((key) => !deliveries.some((delivery) => delivery.key === key));
    if (missing !== undefined) throw await this.#noDelivery(missing);
    if (deliveries.length > 0) return deliveries;
    throw new BadDataError(
      `there are no events in ${this.#name}`,
      'load a dump into it with: email-live-report load <dump> --to <URL>',
    );
  }

  async lay(scopes: readonly Scope[], options: CountingOptions): Promise<LaidEvents> {
    const rows = new CountedRows(this.#read, scopes, options.includeTests);
    this.#server.beginSession();
    const session: Session = {
      query: (sql) => this.#ask(sql, rows.parameters),
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
    const rows = await this.#accounts(
      deliveries.map(({ key }) => key),
      includeTests,
    );
    const now = new Map(clusterDeliveries(rows, null).map((delivery) => [delivery.key, delivery.rows]));
    const isSame = deliveries.every(({ key, rows: { kept, test } }) => {
      const after = now.get(key);
      return after?.kept === kept && after.test === test;
    });
    if (isSame && answered === this.#seen.shards.answered) return;
    throw new TryAgainError(
      isSame
        ? `a shard of ${this.#name} came or went while it was asked`
        : `events came into ${this.#name}, or went, while it was asked`,
      'try again',
    );
  }

  async #ask(sql: string, parameters: Readonly<Record<string, string>>): Promise<readonly QueryRow[]> {
    return this.#server.query(sql, parameters);
  }

  async #loads(chosen: readonly string[]): Promise<Loads | null> {
    const { journal } = this.#seen;
    if (journal === null) return null;
    const keys = boundTexts(chosen, 'delivery');
    const sql = Loads.query(journal, chosen.length === 0 ? null : keys.sql);
    return new Loads(await this.#ask(sql, keys.parameters));
  }

  #requireFinished(loads: Loads | null): void {
    const unfinished = loads?.unfinished ?? [];
    if (unfinished.length === 0) return;
    if (!this.#options.allowPartial) {
      throw new TryAgainError(
        `not all of ${unfinished.join(', ')} is in ${this.#name} yet`,
        'let its load end, or run it again; --allow-partial makes a report of what is there',
      );
    }
    this.#unfinishedLoads = unfinished.length;
  }

  async #accounts(chosen: readonly string[], includeTests: boolean): Promise<readonly AccountRow[]> {
    const keys = boundTexts(chosen, 'delivery');
    const sql = accountsQuery(this.#read, this.#dialect, chosen.length === 0 ? null : keys, includeTests);
    return accountRows(await this.#ask(sql, keys.parameters));
  }

  #isDoubled(rows: readonly AccountRow[], loads: Loads): boolean {
    const inTable = new Map<string, number>();
    for (const row of rows) inTable.set(row.delivery, (inTable.get(row.delivery) ?? 0) + row.rows);
    return [...inTable].some(([delivery, count]) => loads.mayBeDoubled(delivery, count));
  }

  async #noDelivery(id: string): Promise<UsageError> {
    const { delivery } = this.#read.expressions;
    const known = await this.#ask(
      `SELECT ${delivery} AS delivery FROM ${this.#name} GROUP BY delivery ORDER BY delivery LIMIT 6`,
      {},
    );
    const names = known.slice(0, 5).map((row) => String(row.delivery));
    return new UsageError(
      `no delivery "${id}" in ${this.#name}`,
      names.length === 0 ? 'it is empty' : `it has ${names.join(', ')}${known.length > 5 ? ', ...' : ''}`,
    );
  }
}

/** What of a table says which part of an event. @throws BadDataError where it is none that `load` made */
function expressionsOf(table: DescribedTable): EventExpressions {
  const missing = Object.keys(eventColumns).filter((column) => !table.columns.has(column));
  if (missing.length === 0) return loadedExpressions;
  throw new BadDataError(
    `${clickhouseTable(table)} has no column ${missing.join(', ')}`,
    'say with --mapping what its columns are, or load dumps into a table of its own',
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
    `${shards - answering} of ${shards} shards of ${distribution.cluster} do not answer`,
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
): Promise<EventStore> {
  const table = await describeTable(server, options.table);
  const shards = await shardsOf(server, table, options.allowPartial);
  const expressions = expressionsOf(table);
  const { spread, local } = await spreadOf(server, table);
  const journal = besideEvents(table, '_loads');
  const hasJournal = (await findTable(server, journal)) !== undefined;
  return new TableEvents(server, options, {
    table,
    read: { from: clickhouseTable(local ?? table), spread, expressions },
    journal: hasJournal ? clickhouseTable(journal) : null,
    shards,
  });
}
