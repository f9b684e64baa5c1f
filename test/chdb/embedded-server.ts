import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { Session } from 'chdb';
import { rowsOf } from '../../src/engine/clickhouse/answer.ts';
import type { ClickHouseServer } from '../../src/engine/clickhouse/connect.ts';
import {
  clickhouseName,
  clickhouseTable,
  type QueryParameters,
} from '../../src/engine/clickhouse/sql-text.ts';
import type { QueryRow } from '../../src/engine/engine.ts';

/** It knows no cluster: a lift asks the one place that there is. */
const lift = /cluster\('[^']*', system, one\)/g;

/**
 * A ClickHouse that is embedded: the texts of all statements are those that a server is sent.
 * @param sharded whether it passes for one server of a cluster of one, so that reports ask it by lifts
 */
export class EmbeddedServer implements ClickHouseServer {
  readonly address = 'chdb';
  readonly version: readonly [number, number];
  readonly #folder = mkdtempSync(join(tmpdir(), 'chdb-'));
  readonly #session: Session;
  readonly #sharded: boolean;
  readonly #kept: string[] = [];

  constructor({ sharded }: { readonly sharded: boolean }) {
    this.#session = new Session(this.#folder);
    this.#sharded = sharded;
    // As settings.ts has it for servers.
    this.#run(
      'SET max_query_size = 10485760, max_ast_elements = 1000000, max_expanded_ast_elements = 10000000',
      {},
    );
    const [row] = this.#rows('SELECT version() AS version', {});
    const [major = 0, minor = 0] = String(row?.version).split('.').map(Number);
    this.version = [major, minor];
  }

  async query(sql: string, parameters: QueryParameters = {}): Promise<readonly QueryRow[]> {
    const rows = this.#rows(sql, parameters);
    if (!this.#sharded || !/ FROM system\.tables /.test(sql)) return rows;
    const { database, table } = parameters;
    return rows.map((row) => ({
      ...row,
      engine: 'Distributed',
      engine_full: `Distributed('here', '${database}', '${table}', shard_key)`,
    }));
  }

  async beginSession(): Promise<void> {
    for (const name of this.#kept.splice(0)) this.#run(`DROP TABLE ${clickhouseName(name)}`, {});
  }

  async keep(name: string, sql: string, parameters: QueryParameters = {}): Promise<void> {
    this.#run(`CREATE TEMPORARY TABLE ${clickhouseName(name)} AS ${sql}`, parameters);
    this.#kept.push(name);
  }

  async command(sql: string, parameters: QueryParameters = {}): Promise<void> {
    this.#run(sql, parameters);
  }

  async insert(
    table: { readonly database: string; readonly table: string },
    columns: readonly string[],
    gzippedLines: Readable,
  ): Promise<void> {
    const names = columns.map(clickhouseName).join(', ');
    const lines = await text(gzippedLines.pipe(createGunzip()));
    this.#run(`INSERT INTO ${clickhouseTable(table)} (${names}) FORMAT JSONEachRow ${lines}`, {});
  }

  async shardsOf(): Promise<{ readonly shards: number; readonly answering: number }> {
    return { shards: 1, answering: 1 };
  }

  leaveOutShards(): void {}

  async close(): Promise<void> {
    this.#session.cleanup();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #rows(sql: string, parameters: QueryParameters): readonly QueryRow[] {
    return rowsOf(this.#run(sql, parameters));
  }

  #run(sql: string, parameters: QueryParameters): string {
    const here = sql.replace(lift, 'system.one');
    return Object.keys(parameters).length === 0
      ? this.#session.query(here, 'JSONCompact')
      : this.#session.queryBind(here, parameters, 'JSONCompact');
  }
}
