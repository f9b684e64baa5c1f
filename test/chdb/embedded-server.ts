import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { Session } from 'chdb';
import { rowsOf } from '../../src/engine/clickhouse/answer.ts';
import type { ClickHouseServer } from '../../src/engine/clickhouse/connect.ts';
import {
  neededAlways,
  neededByInserts,
  neededByQueries,
  neededOfAllShards,
} from '../../src/engine/clickhouse/settings.ts';
import {
  clickhouseName,
  clickhouseText,
  type QueryParameters,
  type TableName,
} from '../../src/engine/clickhouse/sql-text.ts';
import type { QueryRow } from '../../src/engine/engine.ts';

/** The clusters that it knows: one of one shard, which is itself, and one of two, both of which are. */
export const embeddedClusters = { one: 'report', two: 'pair' } as const;

const shard = (host: string): string =>
  `<shard><replica><host>${host}</host><port>9000</port></replica></shard>`;

// Nothing listens at the port: by it the engine knows itself.
const configuration = `<clickhouse>
  <tcp_port>9000</tcp_port>
  <remote_servers>
    <${embeddedClusters.one}>${shard('127.0.0.1')}</${embeddedClusters.one}>
    <${embeddedClusters.two}>${shard('127.0.0.1')}${shard('localhost')}</${embeddedClusters.two}>
  </remote_servers>
</clickhouse>`;

/** Today's ClickHouse in this process, with its data in a folder: it takes the texts that a server gets over HTTP. */
export class EmbeddedServer implements ClickHouseServer {
  readonly version: ClickHouseServer['version'];
  readonly address = 'chdb';
  readonly #session: Session;
  #kept: string[] = [];

  private constructor(session: Session, version: ClickHouseServer['version']) {
    this.#session = session;
    this.version = version;
  }

  /** There can be one at a time in a process. */
  static async open(folder: string): Promise<EmbeddedServer> {
    const config = join(folder, 'config.xml');
    writeFileSync(config, configuration);
    const session = new Session(join(folder, 'data'), { connectionArgs: [`--config-file=${config}`] });
    const needed = [...neededAlways(300), ...neededByQueries, ...neededOfAllShards, ...neededByInserts];
    for (const { name, value } of needed)
      await session.queryBindAsync(`SET ${name} = ${clickhouseText(String(value))}`, {});
    const answer = await session.queryBindAsync('SELECT version()', {}, { format: 'TSV' });
    const [major = 0, minor = 0] = answer.text().split('.').map(Number);
    return new EmbeddedServer(session, [major, minor]);
  }

  async query(sql: string, parameters: QueryParameters = {}): Promise<readonly QueryRow[]> {
    const answer = await this.#session.queryBindAsync(sql, parameters, { format: 'JSONCompact' });
    return rowsOf(answer.text());
  }

  async beginSession(): Promise<void> {
    for (const name of this.#kept) await this.command(`DROP TEMPORARY TABLE ${clickhouseName(name)}`);
    this.#kept = [];
  }

  async keep(name: string, sql: string, parameters: QueryParameters = {}): Promise<void> {
    this.#kept.push(name);
    await this.command(`CREATE TEMPORARY TABLE ${clickhouseName(name)} AS ${sql}`, parameters);
  }

  async command(sql: string, parameters: QueryParameters = {}): Promise<void> {
    await this.#session.queryBindAsync(sql, parameters);
  }

  async insert(table: TableName, columns: readonly string[], gzippedLines: Readable): Promise<void> {
    const values = await buffer(gzippedLines.pipe(createGunzip()));
    const name = `${table.database}.${table.table}`;
    await this.#session.insert({ table: name, values, format: 'JSONEachRow', columns });
  }

  async shardsOf(cluster: string): Promise<{ shards: number; answering: number }> {
    const answers = await this.query(`SELECT dummy FROM cluster(${clickhouseText(cluster)}, system, one)`);
    return { shards: 1, answering: answers.length };
  }

  leaveOutShards(): void {}

  async close(): Promise<void> {
    this.#session.close();
  }
}
