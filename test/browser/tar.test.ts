import { describe, expect, it } from 'vitest';
import { readTar } from '../../src/browser/tar.ts';
import { tarOf } from './tar-of.ts';

describe('reading a tar archive', () => {
  it('gives each file with its content', () => {
    const long = 'x'.repeat(1000);
    const files = readTar(tarOf({ 'fonts.conf': '', 'lib/a.so': 'abc', 'lib/b.so.1': long }));
    expect(files.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
      ['fonts.conf', ''],
      ['lib/a.so', 'abc'],
      ['lib/b.so.1', long],
    ]);
  });

  it('passes over folders', () => {
    expect(readTar(tarOf({ 'fonts/': '' }, '5'))).toEqual([]);
  });

  it('refuses links, and names that lead out of the folder', () => {
    expect(() => readTar(tarOf({ link: '' }, '2'))).toThrow('unexpected entry');
    expect(() => readTar(tarOf({ '../evil': 'x' }))).toThrow('unexpected entry');
    expect(() => readTar(tarOf({ '/etc/evil': 'x' }))).toThrow('unexpected entry');
  });

  it('refuses an archive that is cut off', () => {
    expect(() => readTar(tarOf({ file: 'x'.repeat(2000) }).subarray(0, 1024))).toThrow('unexpected entry');
  });
});
