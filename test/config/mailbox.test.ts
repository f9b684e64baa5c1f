import { expect, it } from 'vitest';
import { isAddress, parseMailbox } from '../../src/config/mailbox.ts';

it.each([
  ['anna@example.com', 'anna@example.com', null],
  ['  anna@example.com ', 'anna@example.com', null],
  ['<anna@example.com>', 'anna@example.com', null],
  ['Anna Weber <anna@example.com>', 'anna@example.com', 'Anna Weber'],
  ['"Weber, Anna" <anna@example.com>', 'anna@example.com', 'Weber, Anna'],
  ['Weber, Anna <anna@example.com>', 'anna@example.com', 'Weber, Anna'],
  ['Benoît <benoît@exämple.com>', 'benoît@exämple.com', 'Benoît'],
  ['root@localhost', 'root@localhost', null],
  ["o'neil+reports@mail.example.co.uk", "o'neil+reports@mail.example.co.uk", null],
])('%s is a mailbox', (text, address, name) => {
  expect(parseMailbox(text)).toEqual({ address, name });
});

it.each([
  '',
  'anna',
  'anna@',
  '@example.com',
  'anna@@example.com',
  'anna@home@example.com',
  'anna@example..com',
  'anna@example.com.',
  'anna@-example.com',
  'anna@exam_ple.com',
  'anna@[127.0.0.1]',
  '"an na"@example.com',
  'an na@example.com',
  'anna@example.com, ben@example.com',
  'anna@example.com; ben@example.com',
  'Anna anna@example.com',
  'Anna <anna@example.com',
  'Anna <an na@example.com>',
  'Anna <anna@example.com> <ben@example.com>',
  'Anna <anna@example.com> Weber',
  'us: anna@example.com;',
  'anna@example.com\r\nBcc: ben',
  'Anna\r\nBcc: x <anna@example.com>',
  'Anna\u0000 <anna@example.com>',
  'Anna\t<anna@example.com>',
])('%j is none', (text) => {
  expect(parseMailbox(text)).toBeUndefined();
});

it('an address alone has no name and nothing around it', () => {
  expect(isAddress('anna@example.com')).toBe(true);
  expect(isAddress(' anna@example.com')).toBe(false);
  expect(isAddress('<anna@example.com>')).toBe(false);
});
