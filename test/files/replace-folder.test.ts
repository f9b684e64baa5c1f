import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { processMark } from '../../src/files/process-mark.ts';
import { tidyFolder } from '../../src/files/put-aside.ts';
import { replaceFolder } from '../../src/files/replace-folder.ts';
import { contentsOf } from '../faults/folder-contents.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Whether this system lets us mount. */
function mounts(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'email-live-report-test-'));
  const mounted = spawnSync('mount', ['--bind', place, place]).status === 0;
  if (mounted) spawnSync('umount', [place]);
  rmdirSync(place);
  return mounted;
}

let output: string;
beforeEach(() => {
  output = temporaryFolder();
});

const files = { 'report.html': 'new', 'report.json': '{}', 'email/a.png': 'picture' };
const replace = (place: string, kept: readonly string[] = []) =>
  replaceFolder(place, new Map(Object.entries(files)), kept);

function write(folder: string, contents: Readonly<Record<string, string>>): string {
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const old = { 'report.html': 'old', 'report.pdf': 'old', 'csv/a.csv': 'old', 'email/b.png': 'old' };

describe('a folder that is replaced', () => {
  it('is made where there is none, with the folders above it', async () => {
    await replace(join(output, 'deep', 'sale'));
    expect(contentsOf(output)).toEqual(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`deep/sale/${path}`, text])),
    );
  });

  it('holds what is new, what is kept, and what is not ours', async () => {
    const place = write(join(output, 'sale'), { ...old, 'notes.txt': 'mine', 'email/signature.txt': 'mine' });
    await replace(place, ['report.pdf']);
    expect(contentsOf(output)).toEqual(
      contentsOf(
        write(
          temporaryFolder(),
          Object.fromEntries(
            Object.entries({
              ...files,
              'report.pdf': 'old',
              'notes.txt': 'mine',
              'email/signature.txt': 'mine',
            }).map(([path, text]) => [`sale/${path}`, text]),
          ),
        ),
      ),
    );
  });

  it('has the stamps that its files have in their place', async () => {
    const place = join(output, 'sale');
    for (const [path, { bytes, modified }] of await replace(place)) {
      const { size, mtimeMs } = statSync(join(place, path));
      expect({ path, bytes, modified }).toEqual({ path, bytes: size, modified: mtimeMs });
    }
  });

  it('may be entered by those who could enter it before', async () => {
    const place = write(join(output, 'sale'), old);
    chmodSync(place, 0o2750);
    await replace(place);
    expect(lstatSync(place).mode & 0o7777).toBe(0o2750);
  });

  it('is where a link in its place leads to, also after a kill between the two renamings', async () => {
    const elsewhere = temporaryFolder();
    const place = join(output, 'sale');
    const target = write(join(elsewhere, 'www'), { ...old, 'notes.txt': 'mine' });
    symlinkSync(target, place);
    await replace(place);
    expect(readlinkSync(place)).toBe(target);
    expect(contentsOf(target)).toEqual({ ...files, 'notes.txt': 'mine' });
    renameSync(target, join(elsewhere, `.www.1-1-elsewhere-x.old`));
    await replace(place);
    expect(contentsOf(target)).toEqual({ ...files, 'notes.txt': 'mine' });
    expect(readdirSync(elsewhere)).toEqual(['www']);
    expect(readdirSync(output)).toEqual(['sale']);
  });

  it('cannot be one where somebody has put a file in the place, or a folder in that of a file', async () => {
    writeFileSync(join(output, 'sale'), 'mine');
    await expect(replace(join(output, 'sale'))).rejects.toThrow('a part of the path is a file');
    const place = write(join(output, 'other'), { 'report.html/mine.txt': 'mine' });
    await expect(replace(place)).rejects.toThrow('a folder stands in its place');
    expect(contentsOf(output)).toEqual({ sale: 'mine', 'other/report.html/mine.txt': 'mine' });
  });

  it('is whole whichever of many runs at once wrote it last, and keeps what is not ours', async () => {
    const place = write(join(output, 'sale'), { ...old, 'notes.txt': 'mine' });
    const one = (which: number) =>
      replaceFolder(
        place,
        new Map(['report.html', 'report.json', 'csv/a.csv'].map((path) => [path, `${which}`])),
        [],
      );
    await Promise.all(Array.from({ length: 30 }, (_, which) => one(which)));
    const { 'notes.txt': notes, ...ours } = contentsOf(place);
    expect(notes).toBe('mine');
    expect(Object.keys(ours)).toEqual(['csv/a.csv', 'report.html', 'report.json']);
    expect(new Set(Object.values(ours)).size).toBe(1);
    expect(readdirSync(output)).toEqual(['sale']);
  });

  // Only root mounts.
  it.runIf(mounts())(
    'may be one that something is mounted on: then its files are replaced one by one',
    async () => {
      const place = join(output, 'sale');
      mkdirSync(place);
      const mounted = spawnSync('mount', [
        '--bind',
        write(temporaryFolder(), { ...old, 'notes.txt': 'mine' }),
        place,
      ]);
      expect(mounted.status).toBe(0);
      try {
        await replace(place, ['report.pdf']);
        expect(contentsOf(output)).toEqual(
          Object.fromEntries(
            Object.entries({ ...files, 'notes.txt': 'mine', 'report.pdf': 'old' })
              .sort()
              .map(([path, text]) => [`sale/${path}`, text]),
          ),
        );
      } finally {
        spawnSync('umount', [place]);
      }
    },
  );
});

describe('a folder that is put right', () => {
  const elsewhere = '1-1-elsewhere';

  it('has back what was put aside, the newest of it, and nothing of what was left', () => {
    write(join(output, `.sale.${elsewhere}-a.old`), { 'report.json': '1' });
    write(join(output, `.sale.999999999-1-${processMark().split('-')[2]}-b.part`), { 'report.json': '0' });
    tidyFolder(output);
    expect(contentsOf(output)).toEqual({ 'sale/report.json': '1' });
  });

  it('keeps what a run is at, here or in another container', () => {
    const [mine, theirs] = [`.sale.${processMark()}-a.part`, `.sale.${elsewhere}-b.part`];
    write(output, { [`${mine}/report.html`]: '', [`${theirs}/report.html`]: '', '.sale.part': 'mine' });
    const before = contentsOf(output);
    tidyFolder(output);
    expect(contentsOf(output)).toEqual(before);
  });

  it('loses nothing that somebody has put into a folder that was put aside, though they have put the same there since', () => {
    write(output, { 'sale/notes.txt': 'new', [`.sale.${elsewhere}-a.old/notes.txt`]: 'old' });
    const before = contentsOf(output);
    tidyFolder(output);
    expect(contentsOf(output)).toEqual(before);
  });
});
