import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');

/** A plain Node, or one with V8 flags, which is to compiled code what another Node is. */
const node = (...args: readonly string[]): string =>
  execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });

/** Says which compiled code a Node asks for, with the flags that the command sets. */
const askTag = `
  import { codeCacheOf, optimiseLate } from '${new URL('../../src/bundle.ts', import.meta.url)}';
  optimiseLate();
  console.log(codeCacheOf('.js'));`;

const cacheName = (...flags: readonly string[]): string =>
  node(...flags, '--import', 'tsx', '--input-type=module', '--eval', askTag).trim();

const otherFlag = '--no-flush-bytecode';

describe('the compiled code of a build', () => {
  it.each(['program', 'page-renderer'])('is there of the %s for the Node that built it', (bundle) => {
    expect(existsSync(join(dist, `${bundle}${cacheName()}`))).toBe(true);
  });

  it('is not asked for by another Node, which makes the same report without it', () => {
    expect(cacheName(otherFlag)).not.toBe(cacheName());
    const made = [[], [otherFlag]].map((flags) => {
      const output = temporaryFolder();
      const options = ['--output', output, '--timezone', 'UTC', '--locale', 'en'];
      node(...flags, join(dist, 'cli.js'), join(root, 'samples/native.ndjson'), ...options);
      return readFileSync(join(output, 'winter-sale/report.html'), 'utf8');
    });
    expect(made[1]).toBe(made[0]);
  });

  it('is refused where it is not whole, and the command runs without it', () => {
    const copy = temporaryFolder();
    mkdirSync(join(copy, 'dist'));
    // What a package is known by.
    mkdirSync(join(copy, 'templates'));
    copyFileSync(join(root, 'package.json'), join(copy, 'package.json'));
    for (const name of readdirSync(dist).filter((name) => /^(?:cli|program|package)\b/.test(name)))
      copyFileSync(join(dist, name), join(copy, 'dist', name));
    const cache = join(copy, `dist/program${cacheName()}`);
    writeFileSync(cache, readFileSync(cache).subarray(0, 100_000));
    expect(node(join(copy, 'dist/cli.js'), '--version')).toBe(node(join(dist, 'cli.js'), '--version'));
  });
});

describe('what the command reads at its start', () => {
  it.each([
    ['the chart library', 'page-renderer.js', 'vega'],
    ['the library that prints', 'puppeteer.js', 'pptr:'],
  ])('is not %s', (_, holder, sign) => {
    expect(readFileSync(join(dist, holder), 'utf8')).toContain(sign);
    expect(readFileSync(join(dist, 'program.js'), 'utf8')).not.toContain(sign);
  });
});
