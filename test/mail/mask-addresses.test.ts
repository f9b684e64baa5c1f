import { expect, it } from 'vitest';
import { maskAddresses } from '../../src/mail/mask-addresses.ts';

it.each([
  ['550 5.1.1 <bob.smith@example.com> unknown', '550 5.1.1 <<address>> unknown'],
  ['550 5.1.1 bob.smith@example.com: unknown', '550 5.1.1 <address>: unknown'],
  ['550 5.1.1 user bob.smith unknown', '550 5.1.1 user <address> unknown'],
  ['550 BOB.SMITH@Example.COM', '550 <address>'],
  ['550 "bob.smith"@example.com', '550 "<address>"@example.com'],
  [
    '550 see https://example.com/?to=bob.smith%40example.com',
    '550 see https://example.com/?to=<address>%40example.com',
  ],
  ['550 rfc822;bob.smith@example.com', '550 rfc822;<address>'],
  ['550 bounces+bob.smith=example.com@sender.example', '550 <address>'],
  ['550 other people too: ann@example.org, zoé@example.org', '550 other people too: <address>, <address>'],
  ['550 bobXsmith is somebody else', '550 bobXsmith is somebody else'],
  ['550 no address at all', '550 no address at all'],
])('takes the address out of: %s', (reply, masked) => {
  expect(maskAddresses(reply, 'bob.smith@example.com')).toBe(masked);
});

it.each([
  ['a+b(c)*@example.com', 'user a+b(c)* unknown'],
  ['"bob smith"@example.com', 'user "bob smith" unknown'],
  ['zoé@example.com', 'user zoé unknown'],
])('takes any local part as it is written: %s', (recipient, reply) => {
  expect(maskAddresses(reply, recipient)).toBe('user <address> unknown');
});

it('leaves words that only contain the local part', () => {
  expect(maskAddresses('550 the user annotated it', 'ann@example.com')).toBe('550 the user annotated it');
});

it.each([
  ['ann@example.com', 'user 1ann, ann1 and zann'],
  ['a.n@example.com', 'user aXn'],
])('leaves what is only like the local part of %s', (recipient, reply) => {
  expect(maskAddresses(reply, recipient)).toBe(reply);
});

it.each('.*+?^$}{()|[]\\'.split(''))('takes %s in a local part for itself', (character) => {
  const recipient = `x${character}y@example.com`;
  expect(maskAddresses(`user x${character}y, xy`, recipient)).toBe('user <address>, xy');
});
