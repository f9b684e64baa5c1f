import type { ClickHouseServer } from '../engine/clickhouse/connect.ts';
import { clickhouseDialect, type Spread } from '../engine/clickhouse/dialect.ts';
import { clickhouseTable, type TableName } from '../engine/clickhouse/sql-text.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { QueryRow } from '../engine/engine.ts';
import { BadDataError, TryAgainError, UsageError } from '../errors.ts';
import type { Delivery } from '../report/deliveries.ts';
import type { CountingOptions, EventStore, LaidEvents, Scope } from '../report/event-store.ts';
import { type AccountRow, accountRows, accountsQuery, clusterDeliveries } from './cluster-deliveries.ts';
import { layClusterRelations, type Session } from './cluster-relations.ts';
import { boundTexts, CountedRows, type ReadTable } from './counted-rows.ts';
import { type DescribedTable, describeTable, findTable } from './described-table.ts';
import { type EventExpressions, loadedExpressions } from './event-expressions.ts';
import { Loads } from './loads.ts';
import { eventColumns } from './table-layout.ts';

/** Of so many deliveries a query asks at a time: what it answers is held until their reports are made. */
const deliveriesAtOnce = 100;

/** Which events are read, and how much of a cluster has to be there. */
export interface ClusterOptions {
  readonly table: TableName;
  /** The deliveries that are asked for; none stands for all. */
  readonly deliveries: readonly string[];
  /** Shards that are down, and dumps that are not all in, are told of in the report, and stop it not. */
  readonly allowPartial: boolean;
}

/** How much of a cluster a report is made from. */
export interface Partly {
  readonly shards: number;
  readonly answered: number;
  /** Dumps of which not all is in. */
  readonly unfinishedLoads: number;
}

/** The events of a table of a cluster. */
export interface ClusterEvents extends EventStore {
  /** What is missing; null where nothing is. Known once the deliveries are. */
  readonly partly: () => Partly | null;
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

class TableEvents implements ClusterEvents {
  readonly deliveriesAtOnce = deliveriesAtOnce;
  readonly #server: ClickHouseServer;
  readonly #options: ClusterOptions;
  readonly #name: string;
  readonly #dialect: Dialect;
  readonly #journal: string | null;
  #table: ReadTable;
  #partly: Partly | null;

  constructor(
    server: ClickHouseServer,
    options: ClusterOptions,
    table: ReadTable,
    journal: string | null,
    partly: Partly | null,
  ) {
    this.#server = server;
    this.#options = options;
    this.#name = clickhouseTable(options.table);
    this.#table = table;
    this.#dialect = clickhouseDialect(table.spread);
    this.#journal = journal;
    this.#partly = partly;
  }

  partly(): Partly | null {
    return this.#partly;
  }

  async findDeliveries(includeTests: boolean, id: string | undefined): Promise<readonly Delivery[]> {
    const chosen = id === undefined ? this.#options.deliveries : [id];
    const loads = await this.#loads(chosen);
    this.#requireFinished(loads);
    let rows = await this.#accounts(chosen, includeTests);
    if (loads !== null && this.#isDoubled(rows, loads)) {
      // Rows with the same key are one row, which the table makes of them when it has time; so it is told to at once.
      this.#table = { ...this.#table, from: `${this.#table.from} FINAL` };
      rows = await this.#accounts(chosen, includeTests);
    }
    const deliveries = clusterDeliveries(rows, loads);
    const missing = chosen.filter((key) => !deliveries.some((delivery) => delivery.key === key));
    if (missing[0] !== undefined) throw await this.#noDelivery(missing[0]);
    if (deliveries.length > 0) return deliveries;
    throw new BadDataError(
      `there are no events in ${this.#name}`,
      'load a dump into it with: email-live-report load <dump> --to <URL>',
    );
  }

  async lay(scopes: readonly Scope[], options: CountingOptions): Promise<LaidEvents> {
    const rows = new CountedRows(this.#table, scopes, options.includeTests);
    const session: Session = {
      query: (sql) => this.#server.query(sql, rows.parameters),
      keep: (name, sql) => this.#server.keep(name, sql, rows.parameters),
    };
    const relations = await layClusterRelations(session, rows, this.#dialect, options);
    return { dialect: this.#dialect, relations, query: session.query, keep: null };
  }

  async #ask(sql: string, parameters: Readonly<Record<string, string>>): Promise<readonly QueryRow[]> {
    return this.#server.query(sql, parameters);
  }

  async #loads(chosen: readonly string[]): Promise<Loads | null> {
    if (this.#journal === null) return null;
    const keys = boundTexts(chosen, 'delivery');
    const sql = Loads.query(this.#journal, chosen.length === 0 ? null : keys.sql);
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
    this.#partly = { ...(this.#partly ?? { shards: 1, answered: 1 }), unfinishedLoads: unfinished.length };
  }

  async #accounts(chosen: readonly string[], includeTests: boolean): Promise<readonly AccountRow[]> {
    const keys = boundTexts(chosen, 'delivery');
    const sql = accountsQuery(this.#table, this.#dialect, chosen.length === 0 ? null : keys, includeTests);
    return accountRows(await this.#ask(sql, keys.parameters));
  }

  #isDoubled(rows: readonly AccountRow[], loads: Loads): boolean {
    const inTable = new Map<string, number>();
    for (const row of rows) inTable.set(row.delivery, (inTable.get(row.delivery) ?? 0) + row.rows);
    return [...inTable].some(([delivery, count]) => loads.mayBeDoubled(delivery, count));
  }

  async #noDelivery(id: string): Promise<UsageError> {
    const { delivery } = this.#table.expressions;
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

/**
 * Looks at a table of events, and at the cluster that it lies on.
 * @throws NoInputError, BadDataError where it is none; TryAgainError where a shard is down
 */
export async function eventsOfCluster(
  server: ClickHouseServer,
  options: ClusterOptions,
): Promise<ClusterEvents> {
  const table = await describeTable(server, options.table);
  const expressions = expressionsOf(table);
  const { spread, local } = await spreadOf(server, table);
  const journal = { database: table.database, table: `${table.table}_loads` };
  const hasJournal = (await findTable(server, journal)) !== undefined;
  let partly: Partly | null = null;
  if (table.distribution !== null) {
    const { shards, answering } = await server.shardsOf(table.distribution.cluster);
    if (answering < shards) {
      if (!options.allowPartial) {
        throw new TryAgainError(
          `${shards - answering} of ${shards} shards of ${table.distribution.cluster} do not answer`,
          'try again later; --allow-partial makes a report of what the others have',
        );
      }
      partly = { shards, answered: answering, unfinishedLoads: 0 };
    }
  }
  const read = { from: clickhouseTable(local ?? table), spread, expressions };
  return new TableEvents(server, options, read, hasJournal ? clickhouseTable(journal) : null, partly);
}
