import { Agent } from 'node:https';
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import type { ClickHouseClient } from '@clickhouse/client';
import { version } from '../../version.ts';
import { NoClickHouse, Silence } from './connection-failure.ts';
import { exceptionIn, type ServerException } from './server-failure.ts';
import type { Settings } from './settings.ts';
import type { QueryParameters } from './sql-text.ts';

/** How one host is spoken to. */
export interface ExchangeOptions {
  /** `https://host:8443`, say. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** PEM of the authorities to trust besides those that Node knows. */
  readonly certificate: string | null;
  /** For how long a silent server is waited for, in ms. */
  readonly patience: number;
  /** Whether statements go one after the other, as those of a session have to. */
  readonly inTurn?: boolean;
}

/** A statement, as it goes to the server. */
export interface Statement {
  readonly sql: string;
  readonly settings: Settings;
  /** Values that the server binds. */
  readonly parameters?: QueryParameters;
  /** Packed rows to insert. */
  readonly gzippedLines?: Readable;
  /** Of which session it is a part, if of any. */
  readonly session?: string | undefined;
  /** For how long its answer is waited for, in ms, where that is less than as a rule. */
  readonly patience?: number;
}

/** A server said that a statement failed. */
export class StatementFailure extends Error {
  readonly exception: ServerException;

  constructor(exception: ServerException) {
    super(exception.words);
    this.exception = exception;
  }
}

/** Statements and their answers, over HTTP, with one host. */
export interface Exchange {
  /**
   * The body of the answer.
   * @throws StatementFailure where the server says so, NoClickHouse, Silence, and errors of Node for a connection
   */
  readonly ask: (statement: Statement) => Promise<string>;
  readonly close: () => Promise<void>;
}

const comment = `/* email-live-report ${version()} */ `;

/** Reads a body to its end. One that breaks off may still say why. */
async function bodyOf(stream: Readable): Promise<string> {
  const decoder = new TextDecoder();
  let body = '';
  try {
    for await (const chunk of stream) body += decoder.decode(chunk, { stream: true });
  } catch (error) {
    const exception = exceptionIn(body);
    throw exception === undefined ? error : new StatementFailure(exception);
  }
  return body + decoder.decode();
}

async function ask(
  client: ClickHouseClient,
  { sql, settings, parameters, gzippedLines, session }: Statement,
  signal: AbortSignal,
): Promise<string> {
  const request = {
    query: comment + sql,
    clickhouse_settings: settings,
    ...(parameters === undefined ? {} : { query_params: parameters }),
    ...(session === undefined ? {} : { session_id: session }),
    abort_signal: signal,
    ignore_error_response: true,
  };
  const { stream, http_status_code: status = 0 } = await client.exec(
    gzippedLines === undefined
      ? request
      : { ...request, values: gzippedLines, http_headers: { 'Content-Encoding': 'gzip' } },
  );
  const body = await bodyOf(stream);
  if (status >= 200 && status < 300) return body;
  const exception = exceptionIn(body);
  if (exception !== undefined) throw new StatementFailure(exception);
  throw new NoClickHouse(
    /You must use port \d+ for HTTP/.test(body)
      ? 'this port is for native clients'
      : `it answers with HTTP status ${status}, and not as ClickHouse does`,
  );
}

/** Opens an exchange with a host; nothing is sent yet. */
export async function openExchange({
  url,
  user,
  password,
  certificate,
  patience,
  inTurn = false,
}: ExchangeOptions): Promise<Exchange> {
  const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client');
  const agent =
    certificate === null
      ? undefined
      : new Agent({
          keepAlive: true,
          ...(inTurn ? { maxSockets: 1 } : {}),
          ca: [...rootCertificates, certificate],
        });
  const client = createClient({
    url,
    username: user,
    password,
    request_timeout: patience,
    application: `email-live-report/${version()}`,
    ...(inTurn ? { max_open_connections: 1 } : {}),
    // A server closes a connection that is idle: 18.16 after 3 s.
    keep_alive: { idle_socket_ttl: 1000, eagerly_destroy_stale_sockets: true },
    // Where the user's profile sends progress in headers there are many.
    max_response_headers_size: 1024 * 1024,
    log: { level: ClickHouseLogLevel.OFF },
    ...(agent === undefined ? {} : { http_agent: agent }),
  });
  const closing = new AbortController();
  return {
    ask: async (statement) => {
      // The client's own clock may begin anew while a connection is made. Rows to insert may take their time to come.
      const limit = Math.min(patience, statement.patience ?? patience);
      const clock = statement.gzippedLines === undefined ? AbortSignal.timeout(limit) : undefined;
      const signal = clock === undefined ? closing.signal : AbortSignal.any([clock, closing.signal]);
      try {
        return await ask(client, statement, signal);
      } catch (error) {
        const isSilence = error instanceof Error && error.message === 'Timeout error.';
        throw isSilence || clock?.aborted ? new Silence() : error;
      }
    },
    close: async () => {
      // Where one statement fails, nobody waits for the others, and neither does the process.
      closing.abort();
      await client.close();
    },
  };
}
