import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type InputContents, inputContents } from '../../src/incremental/input-contents.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

async function contentsOf(...paths: readonly string[]): Promise<InputContents> {
  const contents = await inputContents(paths);
  if (contents === null) throw new Error('files can be read as often as one likes');
  return contents;
}

const recordsOf = async (...paths: readonly string[]) => (await (await contentsOf(...paths)).records()) ?? [];

describe('the contents of the input', () => {
  it('are the same while no byte of them is another', async () => {
    const file = temporaryFile('d.ndjson', 'one\n');
    const records = await recordsOf(file);
    expect(await (await contentsOf(file)).isSameAs(records)).toBe(true);
    writeFileSync(file, 'two\n');
    expect(await (await contentsOf(file)).isSameAs(records)).toBe(false);
    writeFileSync(file, 'one\n');
    expect(await (await contentsOf(file)).isSameAs(records)).toBe(true);
  });

  it('are others with one file more, or less, or in another order, or of another name', async () => {
    const folder = temporaryFolder();
    const [a, b] = [join(folder, 'a.ndjson'), join(folder, 'b.ndjson')];
    writeFileSync(a, 'one\n');
    writeFileSync(b, 'one\n');
    const records = await recordsOf(folder);
    expect(records).toHaveLength(2);
    expect(await (await contentsOf(a, b)).isSameAs(records)).toBe(true);
    expect(await (await contentsOf(b, a)).isSameAs(records)).toBe(false);
    expect(await (await contentsOf(a)).isSameAs(records)).toBe(false);
    renameSync(b, join(folder, 'c.ndjson'));
    expect(await (await contentsOf(folder)).isSameAs(records)).toBe(false);
  });

  it('are known to nobody where they changed while they were read', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'd.ndjson');
    const afterwards = async (change: () => void) => {
      writeFileSync(file, 'one\n');
      const contents = await contentsOf(folder);
      change();
      return contents.records();
    };
    expect(await afterwards(() => {})).toHaveLength(1);
    expect(await afterwards(() => writeFileSync(file, 'two\n'))).toBeNull();
    expect(await afterwards(() => rmSync(file))).toBeNull();
    expect(await afterwards(() => writeFileSync(join(folder, 'e.ndjson'), 'two\n'))).toBeNull();
  });

  it('are not known of what can be read once only, and of what is not there', async () => {
    const folder = temporaryFolder();
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    mkdirSync(join(folder, 'empty'));
    expect(await inputContents([temporaryFile('d.ndjson', 'one\n'), pipe])).toBeNull();
    expect(await inputContents([join(folder, 'nothing')])).toBeNull();
  });

  it('are read no further once nobody wants to know them', async () => {
    const contents = await contentsOf(temporaryFile('d.ndjson', 'x'.repeat(5_000_000)));
    contents.stop();
    await expect(contents.records()).rejects.toThrow('aborted');
    expect(contents.howFar()).toMatchObject({ done: 0, total: 5_000_000 });
  });
});
