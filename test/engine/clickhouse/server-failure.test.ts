import { expect, test } from 'vitest';
import { exceptionIn, serverFailure } from '../../../src/engine/clickhouse/server-failure.ts';
import { CommandError, ExitStatus } from '../../../src/errors.ts';

function failureOf(body: string): Error {
  const exception = exceptionIn(body);
  if (exception === undefined) throw new Error(`no exception in ${body}`);
  return serverFailure(exception, { address: 'db:8123', user: 'reader' });
}

const old = (code: number, words: string): string =>
  `Code: ${code}, e.displayText() = DB::Exception: ${words}, e.what() = DB::Exception\n`;
const today = (code: number, words: string, name: string): string =>
  `Code: ${code}. DB::Exception: ${words} (${name}) (version 25.8.1.5101 (official build))\n`;

const { unavailable, noInput, badData, tryAgain } = ExitStatus;

test.each([
  [old(193, 'Wrong password for user reader'), unavailable, ' does not let "reader" in'],
  [
    today(
      516,
      'reader: Authentication failed: password is incorrect, or there is no user with such name.',
      'AUTHENTICATION_FAILED',
    ),
    unavailable,
    ' does not let "reader" in',
  ],
  [old(81, "Database mail doesn't exist"), noInput, ": Database mail doesn't exist"],
  [
    today(
      60,
      "Unknown table expression identifier 'mail.events' in scope SELECT 1 FROM mail.events.",
      'UNKNOWN_TABLE',
    ),
    noInput,
    ": Unknown table expression identifier 'mail.events'",
  ],
  [
    old(60, "Received from 10.0.0.2:9000, 10.0.0.2. DB::Exception: Table mail.events_shard doesn't exist."),
    noInput,
    ": Table mail.events_shard doesn't exist",
  ],
  [old(47, 'Unknown identifier: reason'), badData, ': there is no column reason'],
  [
    today(
      47,
      '\nUnknown identifier: reason; there are columns: id: While processing reason = 1.',
      'UNKNOWN_IDENTIFIER',
    ),
    badData,
    ': there is no column reason',
  ],
  [
    today(
      47,
      "Missing columns: 'reason' while processing query: 'SELECT reason FROM t', required columns: 'reason', maybe you meant: 'season'.",
      'UNKNOWN_IDENTIFIER',
    ),
    badData,
    ': there is no column reason',
  ],
  [
    today(
      47,
      "Unknown expression or function identifier `reason` in scope SELECT reason FROM t. Maybe you meant: ['season'].",
      'UNKNOWN_IDENTIFIER',
    ),
    badData,
    ': there is no column reason',
  ],
  [old(16, 'No such column reason in table events'), badData, ': there is no column reason'],
  [
    today(16, 'No such column reason in table mail.events (f1b2).', 'NO_SUCH_COLUMN_IN_TABLE'),
    badData,
    ': there is no column reason',
  ],
  [
    old(117, 'Unknown field found while parsing JSONEachRow format: reason: (at row 1)'),
    badData,
    ': there is no column reason',
  ],
  [
    old(
      27,
      'Cannot parse input: expected " before: ann@example.org",\\n: (while read the value of key n): (at row 1)',
    ),
    badData,
    ': a value of the column n is not of the type that is needed (code 27)',
  ],
  [
    today(
      27,
      "Cannot parse input: expected '\"' before: 'ann,\"o\":': (while reading the value of key n): While executing ParallelParsingBlockInputFormat: (at row 1)\n.",
      'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
    ),
    badData,
    ': a value of the column n is not of the type that is needed (code 27)',
  ],
  [
    old(6, "Cannot parse string 'ann' as UInt8: syntax error at begin of string."),
    badData,
    ': a value is not of the type that is needed (code 6)',
  ],
  [
    today(
      70,
      "Cannot convert string 'column ann' to type UInt8: while executing 'FUNCTION equals'.",
      'CANNOT_CONVERT_TYPE',
    ),
    badData,
    ': a value is not of the type that is needed (code 70)',
  ],
  [
    old(43, 'Illegal types String and UInt8 of arguments of function plus'),
    badData,
    ': a column has a type that does not fit: Illegal types String and UInt8 of arguments of function plus',
  ],
  [
    old(164, 'Cannot create table in readonly mode'),
    unavailable,
    ' does not allow this to "reader": Cannot create table in readonly mode',
  ],
  [
    today(
      497,
      "reader: Not enough privileges. To execute this query, it's necessary to have the grant SELECT(x, y) ON mail.events. (Missing permissions: SELECT(x) ON mail.events).",
      'ACCESS_DENIED',
    ),
    unavailable,
    ` does not allow this to "reader": reader: Not enough privileges. To execute this query, it's necessary to have the grant SELECT(x, y) ON mail.events. (Missing permissions: SELECT(x) ON mail.events)`,
  ],
  [
    old(159, 'Timeout exceeded: elapsed 2.0 seconds, maximum: 2'),
    tryAgain,
    ' took too long over a query: Timeout exceeded: elapsed 2.0 seconds, maximum: 2',
  ],
  [
    today(
      241,
      '(total) memory limit exceeded: would use 2.07 GiB (attempt to allocate chunk of 4624776 bytes), current RSS 63.00 GiB, maximum: 60.00 GiB. OvercommitTracker decision: Query was selected to stop by OvercommitTracker.: While executing AggregatingTransform.',
      'MEMORY_LIMIT_EXCEEDED',
    ),
    tryAgain,
    ' has no memory for a query: (total) memory limit exceeded: would use 2.07 GiB (attempt to allocate chunk of 4624776 bytes), current RSS 63.00 GiB, maximum: 60.00 GiB. OvercommitTracker decision: Query was selected to stop by OvercommitTracker',
  ],
  [
    old(
      241,
      'Memory limit (for query) exceeded: would use 19.82 MiB, maximum: 19.07 MiB: (while reading column read): (while reading from part /var/lib/clickhouse/data/mail/events/all_1_1_0/ from mark 0 to 1)',
    ),
    tryAgain,
    ' has no memory for a query: Memory limit (for query) exceeded: would use 19.82 MiB, maximum: 19.07 MiB',
  ],
  [
    old(201, "Quota for user 'reader' for 1 hour has been exceeded"),
    tryAgain,
    ': the quota of "reader" is used up: ',
  ],
  [
    old(202, 'Too many simultaneous queries. Maximum: 100'),
    tryAgain,
    ' has too many queries at once: Too many simultaneous queries. Maximum: 100',
  ],
  [
    'Code: 279, e.displayText() = DB::NetException: All connection tries failed. Log: \n\nCode: 210, e.displayText() = DB::NetException: Connection refused (10.0.0.3:9000), e.what() = DB::NetException\nCode: 210, e.displayText() = DB::NetException: Connection refused (10.0.0.3:9000), e.what() = DB::NetException\n\n, e.what() = DB::NetException\n',
    tryAgain,
    ' does not reach a shard, or lost it: Connection refused (10.0.0.3:9000)',
  ],
  [
    'Code: 279. DB::NetException: All connection tries failed. Log: \n\nCode: 210. DB::NetException: Connection refused (10.0.0.3:9000). (NETWORK_ERROR) (version 24.3.1.2672 (official build))\n\n. (ALL_CONNECTION_TRIES_FAILED) (version 24.3.1.2672 (official build))\n',
    tryAgain,
    ' does not reach a shard, or lost it: Connection refused (10.0.0.3:9000)',
  ],
  [
    'Code: 279, e.displayText() = DB::NetException: All connection tries failed. Log: \n\nThere is no table mail.events on server: 10.0.0.3:9000\n\n, e.what() = DB::NetException\n',
    noInput,
    ': There is no table mail.events on server: 10.0.0.3:9000',
  ],
  [old(373, 'Session is locked by a concurrent client.'), tryAgain, ' cannot do this now: Session is locked'],
  [
    old(32, 'Attempt to read after eof: while receiving packet from 10.0.0.3:9000'),
    tryAgain,
    ' does not reach a shard, or lost it: Attempt to read after eof: while receiving packet from 10.0.0.3:9000',
  ],
  [old(170, "Requested cluster 'mail' not found"), noInput, ": Requested cluster 'mail' not found"],
  [
    old(9999, "something that can't be, 'ann', and ann@example.org in it"),
    unavailable,
    " failed: something that can't be, <text>, and <address> in it (code 9999)",
  ],
])('%j', (body, exitStatus, words) => {
  const failure = failureOf(body);
  expect(failure).toBeInstanceOf(CommandError);
  expect(failure).toMatchObject({ exitStatus, hint: expect.any(String) });
  expect(failure.message).toContain(`ClickHouse at db:8123${words}`);
  expect(failure.message).not.toMatch(/[\n@]|version \d|SELECT 1|_FAILED|stack/i);
});

test('finds the exception between the marks that servers of today put around it', () => {
  const said = today(241, 'Memory limit exceeded: would use 2 GiB.', 'MEMORY_LIMIT_EXCEEDED').trim();
  const tag = 'abcdefghijklmnop';
  const body = `{"data": [[1]\r\n__exception__\r\n${tag}\r\n${said}\r\n${said.length} ${tag}\r\n__exception__\r\n`;
  expect(exceptionIn(body)).toEqual({ code: 241, words: 'Memory limit exceeded: would use 2 GiB' });
});

test('a query that the server does not understand is a fault of ours', () => {
  const failure = failureOf(old(62, 'Syntax error: failed at position 1: SELEC'));
  expect(failure).not.toBeInstanceOf(CommandError);
  expect(failure.message).toContain('Syntax error: failed at position 1: SELEC (code 62)');
});

test('finds the exception at the end of an answer, whatever its rows say', () => {
  const row = 'Code: 193. DB::Exception: Wrong password (WRONG_PASSWORD)';
  expect(exceptionIn(`{"data": [["${row}"],\n["${row}"]${old(241, 'Memory limit')}`)).toEqual({
    code: 241,
    words: 'Memory limit',
  });
  expect(exceptionIn('{"data": [["Code: 5.1.1 no such user"]')).toBeUndefined();
});
