import {
  BadDataError,
  type CommandError,
  NoInputError,
  TryAgainError,
  UnavailableError,
} from '../../errors.ts';

/** Where an exception begins in a body, in 18.16's words and in today's. */
const exceptionStart = /Code: (\d+)(?:, e\.displayText\(\) =|\.) DB::\w*Exception: /g;

/** What a server says of a query that failed. */
export interface ServerException {
  /** ClickHouse's error code: src/Common/ErrorCodes.cpp has them all. */
  readonly code: number;
  /** One line, in the server's words: never its stack, never our query. */
  readonly words: string;
}

/** Where in a server's words begins what its reader has no use for: the query, the stack, names of codes. */
const afterwards =
  /, e\.what\(\)|,? Stack trace|: While |: \(while reading (?:column|from part) |: [Ii]n scope | in scope |: Insertion status| while processing query|,? \(in query: |\. Maybe you meant| \(version | \([A-Z][A-Z0-9_]{2,}\)/;

function shortWords(line: string): string {
  const [words = ''] = line.split(afterwards);
  return words
    .replace(/[^\s<>()[\],;:"'@]+@[^\s<>()[\],;:"'@]+/g, '<address>')
    .replace(/\s+/g, ' ')
    .replace(/[.,: ]+$/, '')
    .slice(0, 300);
}

const causeStart = /DB::\w*Exception: /;

/** The exception that a body is, or ends with; undefined where it has none. */
export function exceptionIn(body: string): ServerException | undefined {
  // Texts of events may look the same, but none comes after the server's own.
  const matches = [...body.matchAll(exceptionStart)];
  const last = matches.at(-1);
  if (last === undefined) return undefined;
  // Why each try to reach a shard failed is an exception of its own, or a line.
  const tries = matches.findLast(({ 1: code }) => code === '279');
  const lines = body
    .slice((tries ?? last).index)
    .split('\n')
    .filter((line) => /^[^,.]/.test(line.trim()));
  // What another server said is passed on: the innermost is the cause.
  const cause = lines
    .at(tries === undefined ? 0 : -1)
    ?.split(causeStart)
    .at(-1);
  const words = shortWords(cause || (lines[1] ?? ''));
  if (tries === undefined) return { code: Number(last[1]), words };
  return { code: /^There is no table /.test(words) ? 60 : 279, words };
}

interface Meaning {
  readonly codes: readonly number[];
  readonly failure: (exception: ServerException, server: FailingServer) => Error;
}

/** Which server failed, and for whom. */
export interface FailingServer {
  /** Host and port. */
  readonly address: string;
  readonly user: string;
}

/** A name in a server's words, in every wording known. */
function nameAfter(beginning: RegExp, words: string): string | undefined {
  const [, name] = new RegExp(`(?:${beginning.source}) [\`'"]?([^\\s\`'",;]+)`, 'i').exec(words) ?? [];
  return name?.replace(/[.:)]+$/, '');
}

const beforeMissing =
  /Unknown identifier:?|Unknown expression(?: or function)? identifier|Missing columns:|column with name|column|JSONEachRow format:/;
const beforeRead = /value of (?:the )?key/;

const at = (address: string): string => `ClickHouse at ${address}`;

function missingColumn(address: string, words: string): BadDataError {
  const column = nameAfter(beforeMissing, words);
  return new BadDataError(
    `${at(address)}: ${column === undefined ? words : `there is no column ${column}`}`,
    'the table must have the columns that load --create makes, or a mapping must say where they are',
  );
}

/** Codes by what they mean for who reads of them. */
const meanings: readonly Meaning[] = [
  {
    // UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, AUTHENTICATION_FAILED
    codes: [192, 193, 194, 516],
    failure: (_, { address, user }) =>
      new UnavailableError(
        `${at(address)} does not let "${user}" in`,
        'check the user in the URL, and the password in ELR_CLICKHOUSE_PASSWORD, ELR_CLICKHOUSE_PASSWORD_FILE or passwordFile=',
      ),
  },
  {
    // IP_ADDRESS_NOT_ALLOWED
    codes: [195],
    failure: (_, { address, user }) =>
      new UnavailableError(
        `${at(address)} does not let "${user}" in from this machine`,
        "add its address to the user's networks",
      ),
  },
  {
    // READONLY, DATABASE_ACCESS_DENIED, SETTING_CONSTRAINT_VIOLATION, ACCESS_DENIED
    codes: [164, 291, 452, 497],
    failure: ({ words }, { address, user }) =>
      new UnavailableError(
        `${at(address)} does not allow this to "${user}": ${words}`,
        'a report needs SELECT on the tables, temporary tables and, on a cluster, table functions (readonly=2; GRANT CREATE TEMPORARY TABLE, REMOTE ON *.*); load needs INSERT and, with --create, CREATE TABLE',
      ),
  },
  {
    // UNKNOWN_TABLE, UNKNOWN_DATABASE
    codes: [60, 81],
    failure: ({ words }, { address }) =>
      new NoInputError(`${at(address)}: ${words}`, 'check the table in the URL; load --create makes it'),
  },
  {
    // CLUSTER not found: BAD_GET of 18.16, CLUSTER_DOESNT_EXIST
    codes: [170, 701],
    failure: ({ words }, { address }) =>
      new NoInputError(`${at(address)}: ${words}`, 'system.clusters has the names of the clusters'),
  },
  {
    // THERE_IS_NO_COLUMN, NOT_FOUND_COLUMN_IN_BLOCK, NO_SUCH_COLUMN_IN_TABLE, UNKNOWN_IDENTIFIER
    codes: [8, 10, 16, 47],
    failure: ({ words }, { address }) => missingColumn(address, words),
  },
  {
    // CANNOT_PARSE_*, CANNOT_CONVERT_TYPE, INCORRECT_DATA, ...: their words show what was read, which may be anybody's.
    codes: [6, 26, 27, 33, 38, 41, 53, 70, 72, 117, 131, 321, 349, 441, 467, 675, 676],
    failure: ({ code, words }, { address }) => {
      if (words.startsWith('Unknown field ')) return missingColumn(address, words);
      const column = nameAfter(beforeRead, words);
      return new BadDataError(
        `${at(address)}: ${column === undefined ? 'a value' : `a value of the column ${column}`} is not of the type that is needed (code ${code})`,
        "compare the table's column types with those that load --create makes",
      );
    },
  },
  {
    // ILLEGAL_TYPE_OF_ARGUMENT, ILLEGAL_COLUMN, NO_COMMON_TYPE
    codes: [43, 44, 386],
    failure: ({ words }, { address }) =>
      new BadDataError(
        `${at(address)}: a column has a type that does not fit: ${words}`,
        "compare the table's column types with those that load --create makes",
      ),
  },
  {
    // TIMEOUT_EXCEEDED, TOO_SLOW
    codes: [159, 160],
    failure: ({ words }, { address }) =>
      new TryAgainError(
        `${at(address)} took too long over a query: ${words}`,
        "try when the servers have less to do, or ask for fewer deliveries; where the user's profile has a lower max_execution_time, it counts",
      ),
  },
  {
    // CANNOT_ALLOCATE_MEMORY, MEMORY_LIMIT_EXCEEDED
    codes: [173, 241],
    failure: ({ words }, { address }) =>
      new TryAgainError(
        `${at(address)} has no memory for a query: ${words}`,
        "raise max_memory_usage in the user's profile, or set max_bytes_before_external_group_by there",
      ),
  },
  {
    // QUOTA_EXPIRED (the first: of 18.16)
    codes: [201],
    failure: ({ words }, { address, user }) =>
      new TryAgainError(
        `${at(address)}: the quota of "${user}" is used up: ${words}`,
        'wait until its interval is over, or raise it',
      ),
  },
  {
    // TOO_MANY_SIMULTANEOUS_QUERIES
    codes: [202],
    failure: ({ words }, { address }) =>
      new TryAgainError(
        `${at(address)} has too many queries at once: ${words}`,
        'try later, or raise max_concurrent_queries',
      ),
  },
  {
    // TOO_MANY_ROWS, SET_SIZE_LIMIT_EXCEEDED, TOO_MANY_BYTES, TOO_MANY_ROWS_OR_BYTES, TOO_MANY_PARTS, NOT_ENOUGH_SPACE
    codes: [158, 191, 243, 252, 307, 396],
    failure: ({ words }, { address }) =>
      new TryAgainError(`${at(address)} has reached a limit: ${words}`, 'raise the limit, or try later'),
  },
  {
    // ATTEMPT_TO_READ_AFTER_EOF (of a shard that goes away), UNKNOWN_PACKET_FROM_SERVER, UNEXPECTED_PACKET_FROM_SERVER,
    // DNS_ERROR, NO_FREE_CONNECTION, SOCKET_TIMEOUT, NETWORK_ERROR, ALL_CONNECTION_TRIES_FAILED
    codes: [32, 100, 101, 198, 203, 209, 210, 279],
    failure: ({ words }, { address }) =>
      new TryAgainError(
        `${at(address)} does not reach a shard, or lost it: ${words}`,
        'start it and try again; --allow-partial makes a report of the others, marked as such',
      ),
  },
  {
    // ABORTED, TABLE_IS_READ_ONLY, SESSION_NOT_FOUND, SESSION_IS_LOCKED, QUERY_WAS_CANCELLED, CANNOT_SCHEDULE_TASK, KEEPER_EXCEPTION
    codes: [236, 242, 372, 373, 394, 439, 999],
    failure: ({ words }, { address }) =>
      new TryAgainError(`${at(address)} cannot do this now: ${words}`, 'try again'),
  },
  {
    // NUMBER_OF_ARGUMENTS_DOESNT_MATCH, UNKNOWN_FUNCTION, SYNTAX_ERROR, UNKNOWN_SETTING, ILLEGAL_AGGREGATION, NOT_AN_AGGREGATE
    codes: [42, 46, 62, 115, 184, 215],
    failure: ({ code, words }, { address }) =>
      new Error(`${at(address)} does not take a query: ${words} (code ${code})`),
  },
];

/** What the command ends with for an exception of a server. What is our own fault is no CommandError. */
export function serverFailure(exception: ServerException, server: FailingServer): CommandError | Error {
  const meaning = meanings.find(({ codes }) => codes.includes(exception.code));
  if (meaning !== undefined) return meaning.failure(exception, server);
  // What it quotes may be a value.
  const words = exception.words.replace(/(?<!\w)'[^']*'?|"[^"]*"?/g, '<text>');
  return new UnavailableError(
    `${at(server.address)} failed: ${words} (code ${exception.code})`,
    "the server's log says more",
  );
}
