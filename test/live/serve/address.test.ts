import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { isLoopback, parseServeAddress } from '../../../src/live/serve/address.ts';
import { knownHosts } from '../../../src/live/serve/known-hosts.ts';

describe('the address that reports are served at', () => {
  it.each([
    ['', '127.0.0.1', null],
    ['8080', '127.0.0.1', 8080],
    ['localhost', 'localhost', null],
    ['localhost:80', 'localhost', 80],
    ['0.0.0.0:8080', '0.0.0.0', 8080],
    ['reports.example.com:443', 'reports.example.com', 443],
    ['[::1]', '::1', null],
    ['[::1]:8080', '::1', 8080],
  ])('is that of "%s"', (text, host, port) => {
    expect(parseServeAddress(text)).toEqual({ host, port });
  });

  it.each([
    ':8080',
    '::1',
    '::1:8080',
    'localhost:',
    'localhost:http',
    'http://localhost',
    'a b',
    '[::1',
    '[x]:1',
  ])('is none in "%s"', (text) => {
    expect(() => parseServeAddress(text)).toThrow(UsageError);
  });

  it.each(['0', '65536', 'localhost:0', '[::1]:99999'])('has no port as in "%s"', (text) => {
    expect(() => parseServeAddress(text)).toThrow(/there is no port/);
  });

  it('is one that nobody else comes to, or is not', () => {
    expect(['localhost', '127.0.0.1', '127.9.9.9', '::1'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '127.0.0.1.example.com', '10.0.0.1'].some(isLoopback)).toBe(false);
  });
});

describe('what a browser may call the server', () => {
  it('is its own names, with the port', () => {
    expect([...knownHosts('127.0.0.1', 8025)].sort()).toEqual([
      '127.0.0.1:8025',
      '[::1]:8025',
      'localhost:8025',
    ]);
    expect([...knownHosts('Reports.example.com', 8025)]).toEqual(['reports.example.com:8025']);
    expect([...knownHosts('localhost', 80)]).toContain('localhost');
  });

  it('is every address of the machine where it listens at all of them', () => {
    const hosts = knownHosts('0.0.0.0', 8025);
    expect(hosts).toContain('localhost:8025');
    expect(hosts.has('0.0.0.0:8025')).toBe(false);
  });
});
