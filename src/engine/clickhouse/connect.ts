import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { CommandError, TryAgainError, UnavailableError } from '../../errors.ts';
import { readText } from '../../files/read-text.ts';
import type { QueryRow } from '../engine.ts';
import { HalfAnswer, rowsOf } from './answer.ts';
import {
  type ConnectionFailure,
  connectionFailure,
  lostServer,
  NoClickHouse,
  noHost,
} from './connection-failure.ts';
import { type Exchange, openExchange, type Statement, StatementFailure } from './exchange.ts';
import { readPassword } from './password.ts';
import { exceptionIn, serverFailure } from './server-failure.ts';
import {
  type NeededSetting,
  neededAlways,
  neededByInserts,
  neededByQueries,
  neededOfAllShards,
  neededWithoutShards,
  type Settings,
  UserSettings,
} from './settings.ts';
import { type ClickHouseSource, hostText } from './source-url.ts';
import {
  clickhouseName,
  clickhouseTable,
  clickhouseText,
  type QueryParameters,
  type TableName,
  withLiterals,
} from './sql-text.ts';

export interface ClickHouseOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** How long one statement may take, in seconds; where the user's profile says less, that counts. 300 unless it is given. */
  readonly maxSeconds?: number;
  /** True where answers are to be kept: statements go one after the other then. */
  readonly session?: boolean;
}

/** How many shards a cluster has, and how many of them answer now. */
export interface Shards {
  readonly shards: number;
  readonly answering: number;
}

/** A ClickHouse that answers. All its methods throw CommandErrors, but for what is a fault of ours. */
export interface ClickHouseServer {
  readonly version: readonly [major: number, minor: number];
  /** Host and port, as they may be shown. */
  readonly address: string;
  /**
   * The rows of a SELECT as plain data, all of them: integers as numbers, also those of 64 bits. The query writes its
   * parameters `{name:String}`.
   */
  query(sql: string, parameters?: QueryParameters): Promise<readonly QueryRow[]>;
  /** Begins a session. What was kept in the one before is lost. */
  beginSession(): Promise<void>;
  /** Keeps the answer to a query under a name that is new to the session: in the server's memory, for this session alone. */
  keep(name: string, sql: string, parameters?: QueryParameters): Promise<void>;
  /** Runs a statement for its effect. */
  command(sql: string, parameters?: QueryParameters): Promise<void>;
  /** Inserts gzipped lines of JSON into columns of a table; done when every server has its rows. Takes them as fast as the server does. */
  insert(table: TableName, columns: readonly string[], gzippedLines: Readable): Promise<void>;
  /** Asks the shards of a cluster, as this server knows it, whether they are there. */
  shardsOf(cluster: string): Promise<Shards>;
  /** From now on queries are answered without the shards that are down; before, such a query fails. */
  leaveOutShards(): void;
  close(): Promise<void>;
}

const usualMaxSeconds = 300;

/** What servers allow as they come (max_session_timeout). */
const mostSessionSeconds = 3600;

/** For how long a host is waited for when it is first called, in ms. */
const patienceAtFirst = 10_000;

/** How much longer than a statement may take its answer is waited for, in ms: a server looks at the time now and then. */
const patienceBeyond = 5000;

/** For how long a server is waited for that is only to forget, in ms. */
const patienceAtLast = 2000;

/** For how long shards are waited for that have nothing to do but to say that they are there, in ms. */
const patienceWithShards = 20_000;

/** Servers bind parameters from 19.14 on. */
const bindsParameters = ([major, minor]: ClickHouseServer['version']): boolean =>
  major > 19 || (major === 19 && minor >= 14);

/** What the first answer of a server tells. */
interface Greeting {
  readonly version: ClickHouseServer['version'];
  readonly settings: UserSettings;
}

class HttpServer implements ClickHouseServer {
  readonly version: ClickHouseServer['version'];
  readonly address: string;
  readonly #exchange: Exchange;
  readonly #source: ClickHouseSource;
  readonly #settings: UserSettings;
  readonly #always: readonly NeededSetting[];
  #shards: readonly NeededSetting[] = neededOfAllShards;
  #session: string | undefined;
  /** The names of what is kept in the session. */
  readonly #kept = new Set<string>();
  /** For how long a server keeps a session that it does not hear of, in seconds: no statement beside it takes longer. */
  readonly #sessionSeconds: number;

  constructor(
    address: string,
    exchange: Exchange,
    source: ClickHouseSource,
    { version, settings }: Greeting,
    { maxSeconds = usualMaxSeconds }: ClickHouseOptions,
  ) {
    this.version = version;
    this.address = address;
    this.#exchange = exchange;
    this.#source = source;
    this.#settings = settings;
    this.#sessionSeconds = Math.min(maxSeconds + 60, mostSessionSeconds);
    this.#always = neededAlways(maxSeconds);
  }

  /**
   * Finds out which settings the user may set for queries.
   * @throws UnavailableError where one without which figures would be wrong is not as it must be
   */
  async tryQueries(): Promise<void> {
    for (;;) {
      const settings = this.#forQueries(this.#queries);
      try {
        await this.#exchange.ask({ sql: 'SELECT 1', settings });
        break;
      } catch (error) {
        const names = Object.keys(settings);
        if (!(error instanceof StatementFailure) || names.length === 0) throw this.#explained(error);
        const { code, words } = error.exception;
        // READONLY, SETTING_CONSTRAINT_VIOLATION
        if (code !== 164 && code !== 452) throw this.#explained(error);
        const named = names.filter((name) => words.split(/\W+/).includes(name));
        for (const name of named.length === 0 ? names : named) this.#settings.fix(name);
      }
    }
    const missing = this.#settings.missing(this.#queries).find(({ isEssential }) => isEssential);
    if (missing === undefined) return;
    throw new UnavailableError(
      `ClickHouse at ${this.address} does not let "${this.#source.user}" set ${missing.name}, which must be ${missing.value}`,
      "set it in the user's profile, or give the profile readonly=2",
    );
  }

  async query(sql: string, parameters: QueryParameters = {}): Promise<readonly QueryRow[]> {
    return this.#rows(sql, parameters, { needed: this.#queries });
  }

  async keep(name: string, sql: string, parameters: QueryParameters = {}): Promise<void> {
    const { sql: query, ...rest } = this.#bound(sql, parameters);
    const settings = this.#forQueries(this.#queries);
    // In a session 18.16 runs the query as the session is set, whatever is set for the statement.
    const { readonly, ...ofQuery } = settings;
    const set = Object.entries(ofQuery).map(
      ([name, value]) => `${name} = ${typeof value === 'string' ? clickhouseText(value) : value}`,
    );
    this.#kept.add(name);
    await this.#effect({
      sql: `CREATE TEMPORARY TABLE ${clickhouseName(name)} AS ${query}${set.length === 0 ? '' : ` SETTINGS ${set.join(', ')}`}`,
      ...rest,
      settings,
    });
  }

  async beginSession(): Promise<void> {
    await this.#endSession();
    this.#session = randomUUID();
  }

  async command(sql: string, parameters: QueryParameters = {}): Promise<void> {
    await this.#effect({ ...this.#bound(sql, parameters), settings: this.#settings.toSend(this.#always) });
  }

  async insert(table: TableName, columns: readonly string[], gzippedLines: Readable): Promise<void> {
    const names = columns.map(clickhouseName).join(', ');
    try {
      await this.#effect({
        sql: `INSERT INTO ${clickhouseTable(table)} (${names}) FORMAT JSONEachRow`,
        settings: this.#settings.toSend([...this.#always, ...neededByInserts]),
        gzippedLines,
      });
    } catch (error) {
      // Where the rows fail to come it is not the server's fault.
      throw gzippedLines.errored ?? error;
    }
  }

  async shardsOf(cluster: string): Promise<Shards> {
    const name = clickhouseText(cluster);
    const known = await this.query(
      `SELECT shard_num FROM system.clusters WHERE cluster = ${name} GROUP BY shard_num`,
    );
    // One of its rows comes from each shard. A cluster that is not known fails here.
    const answers = await this.#rows(
      `SELECT dummy FROM cluster(${name}, system, one)`,
      {},
      {
        needed: [...this.#always, ...neededByQueries, ...neededWithoutShards],
        patience: patienceWithShards,
      },
    );
    return { shards: known.length, answering: answers.length };
  }

  leaveOutShards(): void {
    this.#shards = neededWithoutShards;
  }

  async close(): Promise<void> {
    await this.#endSession();
    await this.#exchange.close();
  }

  /** Lets the server forget what is kept in a second: it has no word for at once. */
  async #endSession(): Promise<void> {
    if (this.#kept.size === 0) return;
    this.#kept.clear();
    try {
      await this.#exchange.ask({
        ...{ sql: 'SELECT 1', settings: { session_timeout: 1 }, session: this.#session },
        patience: patienceAtLast,
      });
    } catch {
      // Of a server that is lost, or does not answer, it ends by itself, later.
    }
  }

  async #rows(
    sql: string,
    parameters: QueryParameters,
    { needed, patience }: { readonly needed: readonly NeededSetting[]; readonly patience?: number },
  ): Promise<readonly QueryRow[]> {
    const { sql: text, ...rest } = this.#bound(sql, parameters);
    const statement = {
      sql: `${text}\nFORMAT JSONCompact`,
      ...rest,
      settings: this.#forQueries(needed),
      ...(patience === undefined ? {} : { patience }),
    };
    const body = await this.#asked(statement);
    try {
      return rowsOf(body);
    } catch (error) {
      if (!(error instanceof HalfAnswer)) throw error;
      const exception = exceptionIn(error.said ?? body);
      if (exception !== undefined) throw this.#failure(new StatementFailure(exception));
      throw new TryAgainError(
        `ClickHouse at ${this.address} gave half an answer: ${error.message}`,
        "try again; the server's log may say more",
        error,
      );
    }
  }

  async #effect(statement: Statement): Promise<void> {
    const exception = exceptionIn(await this.#asked(statement));
    if (exception !== undefined) throw this.#failure(new StatementFailure(exception));
  }

  async #asked(statement: Statement): Promise<string> {
    // All that is kept is sent to every shard that is asked, needed or not.
    const needsSession = statement.sql.split(/\W+/).some((word) => this.#kept.has(word));
    try {
      if (!needsSession) return await this.#exchange.ask(statement);
      const settings = { ...statement.settings, session_timeout: this.#sessionSeconds };
      return await this.#exchange.ask({ ...statement, settings, session: this.#session });
    } catch (error) {
      throw this.#explained(error);
    }
  }

  get #queries(): readonly NeededSetting[] {
    return [...this.#always, ...neededByQueries, ...this.#shards];
  }

  #forQueries(needed: readonly NeededSetting[]): Settings {
    const settings = this.#settings.toSend(needed);
    // Who may write is kept from it for the time of a query.
    return this.#settings.readonly === 0 ? { ...settings, readonly: 2 } : settings;
  }

  #bound(sql: string, parameters: QueryParameters): Pick<Statement, 'sql' | 'parameters'> {
    return bindsParameters(this.version) ? { sql, parameters } : { sql: withLiterals(sql, parameters) };
  }

  #failure({ exception }: StatementFailure): Error {
    return serverFailure(exception, { address: this.address, user: this.#source.user });
  }

  #explained(error: unknown): unknown {
    if (error instanceof CommandError) return error;
    if (error instanceof StatementFailure) return this.#failure(error);
    return lostServer(this.address, error, this.#source.secure);
  }
}

/** Asks a server for its version, and for the user's settings there. */
async function greetingOf(exchange: Exchange, needed: readonly NeededSetting[]): Promise<Greeting> {
  const names = ['readonly', ...needed.map(({ name }) => name)].map(clickhouseText);
  const body = await exchange.ask({
    sql: `SELECT version() AS version, name, value FROM system.settings WHERE name IN (${names.join(', ')}) FORMAT JSONCompact`,
    settings: {},
  });
  let rows: readonly QueryRow[] = [];
  try {
    rows = rowsOf(body);
  } catch {
    throw new NoClickHouse('it answers, but not as ClickHouse does');
  }
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(String(rows[0]?.version)) ?? [];
  if (major === undefined || minor === undefined) throw new NoClickHouse('it does not say its version');
  return { version: [Number(major), Number(minor)], settings: new UserSettings(rows) };
}

/**
 * Connects to the first host of a source that answers; it is used for everything from then on.
 * @throws CommandError where none answers, or the one that does lets us not in
 */
export async function connectClickHouse(
  source: ClickHouseSource,
  options: ClickHouseOptions,
): Promise<ClickHouseServer> {
  const { maxSeconds = usualMaxSeconds } = options;
  const password = await readPassword(source, options.environment);
  const certificate =
    source.certificate === null
      ? null
      : await readText(source.certificate, {
          missing: 'see certificate= in the URL',
          unreadable: 'make it readable',
        });
  const failures: (ConnectionFailure & { readonly host: string })[] = [];
  const needed = [
    ...neededAlways(maxSeconds),
    ...neededByQueries,
    ...neededWithoutShards,
    ...neededByInserts,
  ];
  for (const each of source.hosts) {
    const host = hostText(each);
    const login = {
      url: `http${source.secure ? 's' : ''}://${host}`,
      user: source.user,
      password,
      certificate,
    };
    const first = await openExchange({ ...login, patience: patienceAtFirst });
    try {
      const greeting = await greetingOf(first, needed);
      const exchange = await openExchange({
        ...login,
        patience: maxSeconds * 1000 + patienceBeyond,
        inTurn: options.session ?? false,
      });
      const server = new HttpServer(host, exchange, source, greeting, options);
      try {
        await server.tryQueries();
      } catch (error) {
        await exchange.close();
        throw error;
      }
      return server;
    } catch (error) {
      if (error instanceof CommandError) throw error;
      if (error instanceof StatementFailure)
        throw serverFailure(error.exception, { address: host, user: source.user });
      failures.push({ host, ...connectionFailure(error, source.secure) });
    } finally {
      await first.close();
    }
  }
  throw noHost(failures);
}
