import { expect, test } from 'vitest';
import {
  isClickHouseSource,
  parseClickHouseSource,
  shownArgument,
  shownSource,
  withFiles,
} from '../../../src/engine/clickhouse/source-url.ts';
import { UsageError } from '../../../src/errors.ts';

const plain = {
  hosts: [{ host: 'db', port: 8123 }],
  secure: false,
  user: 'default',
  password: null,
  passwordFile: null,
  certificate: null,
  database: 'default',
  table: 't',
  isSharded: false,
  deliveries: [],
};

test.each([
  ['clickhouse://db/t', {}],
  ['CLICKHOUSE://db/t', {}],
  ['clickhouse://db:9/t', { hosts: [{ host: 'db', port: 9 }] }],
  ['clickhouses://db/t', { secure: true, hosts: [{ host: 'db', port: 8443 }] }],
  ['clickhouse://db/t?secure=1', { secure: true, hosts: [{ host: 'db', port: 8443 }] }],
  ['clickhouse://db/t?secure=false', {}],
  [
    'clickhouse://a,b:9,10.0.0.1/t',
    {
      hosts: [
        { host: 'a', port: 8123 },
        { host: 'b', port: 9 },
        { host: '10.0.0.1', port: 8123 },
      ],
    },
  ],
  [
    'clickhouse://[::1],[fe80::1]:9/t',
    {
      hosts: [
        { host: '::1', port: 8123 },
        { host: 'fe80::1', port: 9 },
      ],
    },
  ],
  ['clickhouse://reader@db/t', { user: 'reader' }],
  ['clickhouse://reader:a:b%40%2F%3A@db/t', { user: 'reader', password: 'a:b@/:' }],
  ['clickhouse://:secret@db/t', { password: 'secret' }],
  ['clickhouse://reader:@db/t', { user: 'reader' }],
  ['clickhouse://db/mail.events', { database: 'mail', table: 'events' }],
  ['clickhouse://db/mail/events', { database: 'mail', table: 'events' }],
  ['clickhouse://db/`a.b`.`c/d`', { database: 'a.b', table: 'c/d' }],
  ['clickhouse://db/mail.%60a%5C%60b%60', { database: 'mail', table: 'a`b' }],
  ['clickhouse://db/été', { table: 'été' }],
  ['clickhouse://db/t?delivery=a&delivery=b%26c&delivery=a', { deliveries: ['a', 'b&c'] }],
  ['clickhouse://db/t?delivery=a+b@c/d?e', { deliveries: ['a+b@c/d?e'] }],
  ['clickhouse://db/t?passwordFile=/run/secret', { passwordFile: '/run/secret' }],
  [
    'clickhouses://db/t?certificate=ca.pem',
    { secure: true, hosts: [{ host: 'db', port: 8443 }], certificate: 'ca.pem' },
  ],
])('reads %s', (url, expected) => {
  expect(parseClickHouseSource(url)).toEqual({ ...plain, ...expected });
});

test.each([
  ['clickhouse:db/t', /begins with clickhouse:\/\//],
  ['clickhouse://', /names no table/],
  ['clickhouse://db/a@b.t', /an @ in the table/],
  ['clickhouse://db', /names no table/],
  ['clickhouse://db/', /names no table/],
  ['clickhouse://db?delivery=1', /names no table/],
  ['clickhouse:///t', /names no host/],
  ['clickhouse://a,/t', /names no host/],
  ['clickhouse://user@/t', /names no host/],
  ['clickhouse://db/a.b.c', /not one table/],
  ['clickhouse://db/a.', /not one table/],
  ['clickhouse://db/`a', /not one table/],
  ['clickhouse://db:0/t', /no port/],
  ['clickhouse://db:65536/t', /no port/],
  ['clickhouse://db:/t', /no port/],
  ['clickhouse://db:x/t', /no port/],
  ['clickhouse://::1/t', /neither a name nor an address/],
  ['clickhouse://[zz]/t', /neither a name nor an address/],
  ['clickhouse://a b/t', /neither a name nor an address/],
  ['clickhouse://[::1/t', /neither a name nor an address/],
  ['clickhouse://user@secret@db/t', /two @/],
  ['clickhouse://a%3Ab:secret@db/t', /the user has a :/],
  ['clickhouse://user:secret%@db/t', /a % in the password/],
  ['clickhouse://user:secret#1@db/t', /has a #/],
  ['clickhouse://db/t?nosuch=1', /no parameter "nosuch"/],
  ['clickhouse://db/t?constructor=1', /no parameter "constructor"/],
  ['clickhouse://db/t?delivery=', /delivery has no value/],
  ['clickhouse://db/t?secure', /secure has no value/],
  ['clickhouse://db/t?secure=2', /neither 1 nor 0/],
  ['clickhouses://db/t?secure=0', /secure=0 is not/],
  ['clickhouse://db/t?secure=1&secure=1', /secure twice/],
  ['clickhouse://db/t?certificate=ca.pem', /is not https/],
  ['clickhouse://u:secret@db/t?passwordFile=f', /a passwordFile besides/],
])('refuses %s', (url, words) => {
  expect(() => parseClickHouseSource(url)).toThrow(UsageError);
  expect(() => parseClickHouseSource(url)).toThrow(words);
});

test.each([
  'clickhouse://user:secret/1@db/t',
  'clickhouse://user:secret?1@db/t',
  'clickhouse://user:secret#1@db/t',
  'clickhouse://user:1@secret@db/t',
  'clickhouse://user:%secret@db/t',
  'clickhouse://user:1/secret@db/t',
  'clickhouse://user:1?secret=@db/t',
  'clickhouse://user:1?secret@db/t',
  'clickhouse://user:1/t?secret=@db/t',
  'clickhouse://user:secret@db:x/t',
  'clickhouse://user:secret@db/t?nosuch=1',
  'clickhouse://user:secret@db/',
  'clickhouse:/user:secret@db/t',
])('never repeats the password of %s', (url) => {
  let said = '';
  try {
    parseClickHouseSource(url);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    said = `${error.message} ${error.hint}`;
  }
  expect(said).not.toBe('');
  expect(said).not.toContain('secret');
  expect(shownArgument(url)).not.toContain('secret');
});

test('shows a source without who reads it', () => {
  const url = 'clickhouses://user:secret@[::1],b:9/`a.b`.t?delivery=1&passwordFile=f'.replace(':secret', '');
  expect(shownSource(parseClickHouseSource(url))).toBe('clickhouses://[::1]:8443,b:9/`a.b`.t');
  expect(shownArgument('clickhouse://user:secret@db/t')).toBe('clickhouse://db:8123/default.t');
});

test('tells a ClickHouse from a file', () => {
  expect(isClickHouseSource('clickhouse://db/t')).toBe(true);
  // A slip of the hand must not make a file name of a password.
  expect(isClickHouseSource('clickhouse:/user:secret@db/t')).toBe(true);
  expect(isClickHouseSource('clickhouse.ndjson')).toBe(false);
  expect(shownArgument('clickhouse.ndjson')).toBe('clickhouse.ndjson');
});

test('names its files from another folder on, and nothing else', () => {
  const resolve = (path: string): string => `/etc/${path}`;
  const source = parseClickHouseSource(
    withFiles(
      'clickhouses://r@db/certificate=x?delivery=a%26b&passwordFile=my%20secret&certificate=ca.pem',
      resolve,
    ),
  );
  expect(source).toMatchObject({
    ...{ passwordFile: '/etc/my secret', certificate: '/etc/ca.pem' },
    ...{ deliveries: ['a&b'], table: 'certificate=x' },
  });
  const broken = 'clickhouse://db/t?passwordFile=100%';
  expect(withFiles(broken, resolve)).toBe(broken);
});
