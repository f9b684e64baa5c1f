import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAllowedLicence } from '../../scripts/supply/licences.ts';
import {
  faultsOfLockfile,
  faultsOfManifest,
  installedWithOurs,
  lockfileSchema,
  manifestSchema,
} from '../../scripts/supply/lockfile.ts';

const integrity = `sha512-${'A'.repeat(86)}==`;
const sound = { version: '1.2.3', integrity, license: 'MIT' };

/** What is said of a lockfile with one package. */
const faultsWith = (changes: object, place = 'node_modules/some'): readonly string[] =>
  faultsOfLockfile(
    'package-lock.json',
    lockfileSchema.parse({ lockfileVersion: 3, packages: { '': {}, [place]: { ...sound, ...changes } } }),
  );

describe('the lockfile', () => {
  it('is sound with one version, a hash and a licence that is allowed', () => {
    expect(faultsWith({})).toEqual([]);
    expect(faultsWith({ resolved: 'https://registry.npmjs.org/some/-/some-1.2.3.tgz' })).toEqual([]);
  });

  it.each([
    [
      'from another registry',
      { resolved: 'https://npm.example/some-1.2.3.tgz' },
      'is from https://npm.example',
    ],
    [
      'from a registry that only looks the same',
      { resolved: 'https://registry.npmjs.org.example/a.tgz' },
      'is from',
    ],
    ['from git', { resolved: 'git+ssh://git@github.com/some/some.git#0123456' }, 'is from git+ssh'],
    ['from a file', { resolved: 'file:some.tgz' }, 'is from file:'],
    ['that is a folder of the machine', { link: true }, 'is a link to a folder'],
    ['that is another one by name', { name: 'other' }, 'is other by another name'],
    ['without a hash', { integrity: undefined }, 'has no SHA-512'],
    ['with a hash that can be forged', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'has no SHA-512'],
    ['without a version', { version: undefined }, 'has no exact version'],
    ['with an install script', { hasInstallScript: true }, 'has an install script that nobody has looked at'],
    ['under a licence that binds us', { license: 'GPL-3.0-only' }, 'is under "GPL-3.0-only"'],
    ['without a licence', { license: undefined }, 'is under no licence that it names'],
  ])('has no package %s', (_, changes, says) => {
    expect(faultsWith(changes)).toEqual([expect.stringContaining(`package-lock.json: some ${says}`)]);
  });

  it('may have a package that we only work with under any licence', () => {
    expect(faultsWith({ license: 'GPL-3.0-only', dev: true })).toEqual([]);
  });

  it('knows a package below another by its own name', () => {
    expect(faultsWith({ link: true }, 'node_modules/a/node_modules/@b/c')).toEqual([
      'package-lock.json: @b/c is a link to a folder',
    ]);
  });
});

it.each([
  '^1.2.3',
  '~1.2.3',
  '1.x',
  '*',
  'latest',
  'npm:other@1.2.3',
  'git+https://github.com/a/b.git',
  'file:../b',
])('package.json may not ask for %s', (version) => {
  const manifest = manifestSchema.parse({ dependencies: { some: version } });
  expect(faultsOfManifest(manifest)).toEqual([`package.json: some is "${version}": name one version`]);
});

it.each([
  ['(MIT OR GPL-3.0-only)', true],
  ['(MIT AND BSD-3-Clause)', true],
  ['MIT AND GPL-3.0-only', false],
  ['SEE LICENSE IN LICENSE.txt', false],
  ['UNLICENSED', false],
  [{ type: 'MIT' }, false],
])('the licence %j is allowed: %s', (expression, allowed) => {
  expect(isAllowedLicence(expression)).toBe(allowed);
});

it('finds nothing wrong with what we are made of', () => {
  expect(() => execFileSync('npm', ['run', '--silent', 'check:supply'], { stdio: 'pipe' })).not.toThrow();
});

it('installs what runs beside our bundles, and nothing that wants to run a script', () => {
  const lockfile = lockfileSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const names = new Set(installedWithOurs(lockfile));
  for (const name of ['@duckdb/node-bindings', '@resvg/resvg-js', '@sparticuz/chromium', 'jiti'])
    expect(names).toContain(name);
  expect(names).not.toContain('puppeteer');
  const scripts = Object.entries(lockfile.packages).filter(
    ([, { dev, hasInstallScript }]) => hasInstallScript && !dev,
  );
  expect(scripts).toEqual([]);
});
