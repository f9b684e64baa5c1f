import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackChromium } from '../../src/browser/unpack-chromium.ts';
import { processMark } from '../../src/files/process-mark.ts';
import { tarOf } from './tar-of.ts';

let root: string;
let archives: string;
let cache: string;
let target: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'unpack-'));
  archives = join(root, 'archives');
  cache = join(root, 'cache');
  target = join(cache, 'chromium-1.2.3');
  mkdirSync(archives);
  mkdirSync(cache);
  writeFileSync(join(archives, 'chromium.br'), brotliCompressSync('the program'));
  writeFileSync(
    join(archives, 'al2023.tar.br'),
    brotliCompressSync(tarOf({ 'lib/libnss3.so': 'a library' })),
  );
  writeFileSync(join(archives, 'fonts.tar.br'), brotliCompressSync(tarOf({ 'fonts/Open.ttf': 'a font' })));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('unpacking the bundled Chromium', () => {
  it('gives program, libraries and fonts, for this user only', async () => {
    await unpackChromium(archives, target);
    expect(readFileSync(join(target, 'chromium'), 'utf8')).toBe('the program');
    expect(readFileSync(join(target, 'lib/libnss3.so'), 'utf8')).toBe('a library');
    expect(readFileSync(join(target, 'fonts/Open.ttf'), 'utf8')).toBe('a font');
    expect(readFileSync(join(target, 'fonts.conf'), 'utf8')).toContain(`<dir>${target}/fonts</dir>`);
    expect(statSync(target).mode & 0o777).toBe(0o700);
    expect(statSync(join(target, 'chromium')).mode & 0o777).toBe(0o700);
  });

  it('may be done by several at once', async () => {
    await Promise.all([1, 2, 3].map(() => unpackChromium(archives, target)));
    expect(readdirSync(cache)).toEqual(['chromium-1.2.3']);
    expect(readFileSync(join(target, 'chromium'), 'utf8')).toBe('the program');
  });

  it('leaves nothing behind when it fails', async () => {
    writeFileSync(join(archives, 'chromium.br'), 'not brotli');
    const fonts = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`fonts/${n}.ttf`, 'a font']));
    writeFileSync(join(archives, 'fonts.tar.br'), brotliCompressSync(tarOf(fonts)));
    await expect(unpackChromium(archives, target)).rejects.toThrow();
    expect(readdirSync(cache)).toEqual([]);
  });

  it('removes what a killed process left there, elsewhere an hour ago, but not what another one is at now', async () => {
    const abandoned = `${target}-unpacking-abcdef`;
    const current = `${target}-unpacking-ghijkl`;
    const [, , here] = processMark().split('-');
    mkdirSync(abandoned);
    mkdirSync(`${target}-unpacking-999999999-1-${here}-mnopqr`);
    mkdirSync(current);
    utimesSync(abandoned, 1_000_000_000, 1_000_000_000);
    await unpackChromium(archives, target);
    expect(readdirSync(cache)).toEqual(['chromium-1.2.3', 'chromium-1.2.3-unpacking-ghijkl']);
  });
});
