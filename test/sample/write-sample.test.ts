import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CannotWriteError, UsageError } from '../../src/errors.ts';
import { sampleFormats } from '../../src/sample/format-names.ts';
import { sampleKindOf } from '../../src/sample/formats.ts';
import { writeSample } from '../../src/sample/write-sample.ts';
import { dumpOf } from './dump-of.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const write = (name: string, options = {}) =>
  writeSample({ file: join(folder, name), recipients: 300, seed: 5, format: 'native', ...options });
const read = (name: string) => readFile(join(folder, name));

describe.each(sampleFormats)('a %s sample', (format) => {
  const isTable = sampleKindOf(format).header !== undefined;
  const extension = isTable ? '.csv' : '.ndjson';
  const linesIn = (text: string): number => text.trimEnd().split('\n').length - (isTable ? 1 : 0);

  test('has the same bytes for the same seed, and others for another', async () => {
    await write('one', { format });
    await write('same', { format });
    await write('other', { format, seed: 6 });
    const one = await read('one');
    expect(one.equals(await read('same'))).toBe(true);
    expect(one.equals(await read('other'))).toBe(false);
  });

  test('tells how many events and bytes it has', async () => {
    const { events, bytes } = await write(`dump${extension}`, { format });
    const content = await read(`dump${extension}`);
    expect(bytes).toBe(content.length);
    expect(events).toBe(linesIn(content.toString()));
  });

  test('of one recipient works', async () => {
    await write(`one${extension}`, { format, recipients: 1 });
    expect(linesIn((await read(`one${extension}`)).toString())).toBeGreaterThan(0);
  });

  test('is compressed when its name ends in .gz', async () => {
    const { bytes } = await write(`dump${extension}.gz`, { format });
    const content = await read(`dump${extension}.gz`);
    expect(bytes).toBe(content.length);
    expect(gunzipSync(content).toString()).toBe(dumpOf(format, 300, 5));
  });

  test('larger than one piece arrives whole', async () => {
    await write(`dump${extension}`, { format, recipients: 3000 });
    expect((await read(`dump${extension}`)).toString()).toBe(dumpOf(format, 3000, 5));
  });
});

describe('a sample that cannot be written', () => {
  test('says that the folder is missing', async () => {
    await expect(write('missing/dump.ndjson')).rejects.toThrow(CannotWriteError);
    await expect(write('missing/dump.ndjson')).rejects.toThrow('there is no such folder');
  });

  test('leaves nothing half-written behind', async () => {
    await mkdir(join(folder, 'taken'));
    await expect(write('taken')).rejects.toThrow('a folder stands in its place');
    expect(await readdir(folder)).toEqual(['taken']);
  });

  test('never replaces a device', async () => {
    await symlink('/dev/null', join(folder, 'device'));
    await expect(write('device')).rejects.toThrow('is a device or pipe');
    expect((await lstat(join(folder, 'device'))).isSymbolicLink()).toBe(true);
  });

  test.each([
    ['--recipients', { recipients: 0 }],
    ['--recipients', { recipients: 1.5 }],
    ['--seed', { seed: -1 }],
    ['--seed', { seed: Number.NaN }],
  ])('says which option is wrong: %s %o', async (option, wrong) => {
    await expect(write('dump.ndjson', wrong)).rejects.toThrow(UsageError);
    await expect(write('dump.ndjson', wrong)).rejects.toThrow(option);
    expect(await readdir(folder)).toEqual([]);
  });
});
