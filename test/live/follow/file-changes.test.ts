import {
  appendFileSync,
  copyFileSync,
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  contentsOfFiles,
  type FileContents,
  type FoundFile,
  fileChanges,
  type KnownFile,
  lookAt,
  readAsWhole,
} from '../../../src/live/follow/file-changes.ts';
import { holdsParts, partsTo } from '../../../src/live/follow/marks.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const rows = (first: string, count = 300): string =>
  Array.from({ length: count }, (_, number) => `{"row":"${first}${number}"}\n`).join('');

/** A folder of files that were read, and what has happened to them when they are looked at again. */
class Folder {
  readonly #path = temporaryFolder();
  known: readonly KnownFile[] = [];

  at(name: string): string {
    return join(this.#path, name);
  }

  write(name: string, content: string): void {
    writeFileSync(this.at(name), content);
  }

  async look(...names: readonly string[]): Promise<readonly FoundFile[]> {
    return lookAt(names.map((name) => ({ file: name, path: this.at(name) })));
  }

  /** Reads files to their ends. */
  async read(...names: readonly string[]): Promise<void> {
    await this.#read(true, names);
  }

  async readPacked(...names: readonly string[]): Promise<void> {
    await this.#read(false, names);
  }

  async #read(followed: boolean, names: readonly string[]): Promise<void> {
    const known: KnownFile[] = [];
    for (const [source, found] of (await this.look(...names)).entries()) {
      const read = await readAsWhole(found);
      if (read === null) throw new Error('became shorter');
      known.push({ ...found, ...read, source, followed });
    }
    this.known = known;
  }

  /** The changes in words, of the files of these names that are there. */
  async changes(names: readonly string[], thorough = false): Promise<readonly string[]> {
    const changes = await fileChanges(this.known, await this.look(...names), { thorough });
    return changes.map((change) => {
      if (change.kind === 'new') return `new ${change.found.file}`;
      if (change.kind === 'gone') return `gone ${change.known.source}`;
      if (change.kind === 'rewritten') return change.note;
      const grew = change.kind === 'renamed' && change.grew ? ' and grew' : '';
      return `${change.kind} ${change.known.source} ${change.found.file}${grew}`;
    });
  }
}

async function folderWith(content = rows('a'), name = 'a.log'): Promise<Folder> {
  const folder = new Folder();
  folder.write(name, content);
  await folder.read(name);
  return folder;
}

describe('a file', () => {
  it('that nobody touches is unchanged, and not even opened', async () => {
    const folder = await folderWith();
    const unread: FileContents = {
      bears: () => Promise.reject(new Error('opened')),
      holds: () => Promise.reject(new Error('opened')),
    };
    const changes = await fileChanges(folder.known, await folder.look('a.log'), { contents: unread });
    expect(changes).toMatchObject([{ kind: 'unchanged' }]);
  });

  it('is compared by all that was read, where that is asked for, but for one that nobody has touched', async () => {
    const folder = await folderWith();
    const compared: string[] = [];
    const contents: FileContents = {
      bears: () => Promise.reject(new Error('only its ends')),
      holds: (found, known) => {
        compared.push(found.file);
        return contentsOfFiles.holds(found, known);
      },
    };
    const look = async () =>
      fileChanges(folder.known, await folder.look('a.log'), { contents, thorough: true });
    expect(await look()).toMatchObject([{ kind: 'unchanged' }]);
    expect(compared).toEqual([]);
    utimesSync(folder.at('a.log'), 1_000, 1_000);
    expect(await look()).toMatchObject([{ kind: 'unchanged' }]);
    appendFileSync(folder.at('a.log'), rows('b', 1));
    expect(await look()).toMatchObject([{ kind: 'grew' }]);
    expect(compared).toEqual(['a.log', 'a.log']);
    folder.write('a.log', `${rows('a').replace('a7"', 'x7"')}${rows('b', 1)}`);
    expect(await look()).toMatchObject([{ kind: 'rewritten' }]);
  });

  it('grew where rows were added', async () => {
    const folder = await folderWith();
    appendFileSync(folder.at('a.log'), rows('b', 1));
    expect(await folder.changes(['a.log'])).toEqual(['grew 0 a.log']);
  });

  it('grew where what stands behind its last whole row has changed, even by becoming shorter', async () => {
    const folder = await folderWith();
    folder.known = folder.known.map((file) => ({ ...file, size: file.size + 5 }));
    expect(await folder.changes(['a.log'])).toEqual(['grew 0 a.log']);
  });

  it('that was touched is unchanged', async () => {
    const folder = await folderWith();
    utimesSync(folder.at('a.log'), 1, 1);
    expect(await folder.changes(['a.log'])).toEqual(['unchanged 0 a.log']);
  });

  it('that was cut is read again', async () => {
    const folder = await folderWith();
    truncateSync(folder.at('a.log'), 100);
    expect(await folder.changes(['a.log'])).toEqual(['a.log: the file became shorter, it is read again']);
  });

  it.each([
    ['first', 2],
    ['last', -4],
  ])('of which the %s bytes are others is read again, longer or not', async (_which, place) => {
    const folder = await folderWith();
    const bytes = Buffer.from(rows('a'));
    bytes.write('x', (place + bytes.length) % bytes.length);
    writeFileSync(folder.at('a.log'), Buffer.concat([bytes, Buffer.from(rows('b'))]));
    expect(await folder.changes(['a.log'])).toEqual(['a.log: the file was written anew, it is read again']);
  });

  it('that changed in its middle is read again, at once where it is as long as before, else after a thorough look', async () => {
    const folder = await folderWith(rows('a', 2000));
    const bytes = readFileSync(folder.at('a.log'));
    bytes.write('x', bytes.length / 2);
    writeFileSync(folder.at('a.log'), bytes);
    utimesSync(folder.at('a.log'), 1, 1);
    const anew = ['a.log: the file was written anew, it is read again'];
    expect(await folder.changes(['a.log'])).toEqual(anew);
    appendFileSync(folder.at('a.log'), rows('b'));
    expect(await folder.changes(['a.log'])).toEqual(['grew 0 a.log']);
    expect(await folder.changes(['a.log'], true)).toEqual(anew);
  });

  it('that was removed is gone, and new where it comes back', async () => {
    const folder = await folderWith();
    rmSync(folder.at('a.log'));
    expect(await folder.changes(['a.log', 'b.log'])).toEqual(['gone 0']);
    folder.known = [];
    folder.write('a.log', rows('a'));
    expect(await folder.changes(['a.log'])).toEqual(['new a.log']);
  });

  it('that was replaced by a longer one that begins the same grew', async () => {
    const folder = await folderWith();
    folder.write('other', rows('a') + rows('b'));
    renameSync(folder.at('other'), folder.at('a.log'));
    expect(await folder.changes(['a.log'])).toEqual(['grew 0 a.log']);
  });

  it('that was replaced by another is read again', async () => {
    const folder = await folderWith();
    folder.write('other', rows('b', 400));
    renameSync(folder.at('other'), folder.at('a.log'));
    expect(await folder.changes(['a.log'])).toEqual(['a.log: the file was replaced, it is read again']);
  });

  it('that a network drive numbers anew is the same', async () => {
    const folder = await folderWith();
    folder.known = folder.known.map((file) => ({ ...file, inode: 1n, device: 2n }));
    expect(await folder.changes(['a.log'])).toEqual(['unchanged 0 a.log']);
    appendFileSync(folder.at('a.log'), rows('b'));
    expect(await folder.changes(['a.log'])).toEqual(['grew 0 a.log']);
  });

  it('of which nothing was read yet may become anything', async () => {
    const folder = await folderWith('');
    folder.write('a.log', rows('b'));
    expect(await folder.changes(['a.log'])).toEqual(['grew 0 a.log']);
    renameSync(folder.at('a.log'), folder.at('b.log'));
    expect(await folder.changes(['a.log', 'b.log'])).toEqual(['gone 0', 'new b.log']);
  });
});

describe('a file that is rotated', () => {
  it('by renaming is known under its new name, and what stands in its place is new', async () => {
    const folder = await folderWith();
    appendFileSync(folder.at('a.log'), rows('last', 1));
    renameSync(folder.at('a.log'), folder.at('a.log.1'));
    folder.write('a.log', rows('b'));
    expect(await folder.changes(['a.log', 'a.log.1'])).toEqual(['renamed 0 a.log.1 and grew', 'new a.log']);
  });

  it('by renaming, one after the other, is known under each new name', async () => {
    const folder = new Folder();
    folder.write('a.log', rows('b'));
    folder.write('a.log.1', rows('a'));
    await folder.read('a.log', 'a.log.1');
    renameSync(folder.at('a.log.1'), folder.at('a.log.2'));
    renameSync(folder.at('a.log'), folder.at('a.log.1'));
    folder.write('a.log', rows('c'));
    const changes = ['renamed 0 a.log.1', 'renamed 1 a.log.2', 'new a.log'];
    expect(await folder.changes(['a.log', 'a.log.1', 'a.log.2'])).toEqual(changes);
  });

  it('by renaming to where nobody looks is replaced, or gone', async () => {
    const folder = await folderWith();
    renameSync(folder.at('a.log'), folder.at('a.log.1'));
    expect(await folder.changes(['a.log'])).toEqual(['gone 0']);
    folder.write('a.log', rows('b', 400));
    expect(await folder.changes(['a.log'])).toEqual(['a.log: the file was replaced, it is read again']);
  });

  it('by copying and cutting is read again, and its copy is new', async () => {
    const folder = await folderWith();
    copyFileSync(folder.at('a.log'), folder.at('a.log.1'));
    truncateSync(folder.at('a.log'));
    appendFileSync(folder.at('a.log'), rows('b', 1));
    const changes = ['a.log: the file became shorter, it is read again', 'new a.log.1'];
    expect(await folder.changes(['a.log', 'a.log.1'])).toEqual(changes);
  });

  it('by copying and cutting is read again too where it is longer than before already', async () => {
    const folder = await folderWith();
    copyFileSync(folder.at('a.log'), folder.at('a.log.1'));
    truncateSync(folder.at('a.log'));
    appendFileSync(folder.at('a.log'), rows('b', 400));
    const changes = ['a.log: the file was written anew, it is read again', 'new a.log.1'];
    expect(await folder.changes(['a.log', 'a.log.1'])).toEqual(changes);
  });

  it('is not mistaken for a new file that got the number of a removed one', async () => {
    const folder = await folderWith();
    rmSync(folder.at('a.log'));
    folder.write('b.log', rows('b'));
    const { ino } = statSync(folder.at('b.log'), { bigint: true });
    folder.known = folder.known.map((file) => ({ ...file, inode: ino }));
    expect(existsSync(folder.at('a.log'))).toBe(false);
    expect(await folder.changes(['a.log', 'b.log'])).toEqual(['gone 0', 'new b.log']);
  });
});

describe('a file of two names', () => {
  it('is two files, of which one may go', async () => {
    const folder = new Folder();
    folder.write('a.log', rows('a'));
    linkSync(folder.at('a.log'), folder.at('b.log'));
    await folder.read('a.log', 'b.log');
    appendFileSync(folder.at('b.log'), rows('b'));
    expect(await folder.changes(['a.log', 'b.log'])).toEqual(['grew 0 a.log', 'grew 1 b.log']);
    rmSync(folder.at('a.log'));
    expect(await folder.changes(['a.log', 'b.log'])).toEqual(['gone 0', 'grew 1 b.log']);
  });

  it('is new under the second', async () => {
    const folder = await folderWith();
    linkSync(folder.at('a.log'), folder.at('0.log'));
    expect(await folder.changes(['0.log', 'a.log'])).toEqual(['unchanged 0 a.log', 'new 0.log']);
  });
});

describe('a file that is read as a whole', () => {
  it('is read again where it grew', async () => {
    const folder = new Folder();
    folder.write('a.gz', 'packed');
    await folder.readPacked('a.gz');
    appendFileSync(folder.at('a.gz'), 'more');
    expect(await folder.changes(['a.gz'])).toEqual(['a.gz: the file was written anew, it is read again']);
  });

  it('is the same where it was touched, or renamed', async () => {
    const folder = new Folder();
    folder.write('a.gz', 'packed');
    await folder.readPacked('a.gz');
    utimesSync(folder.at('a.gz'), 1, 1);
    expect(await folder.changes(['a.gz'])).toEqual(['unchanged 0 a.gz']);
    renameSync(folder.at('a.gz'), folder.at('b.gz'));
    expect(await folder.changes(['b.gz'])).toEqual(['renamed 0 b.gz']);
  });
});

it('what was read before is not hashed again with what is read next, but for the last part', async () => {
  const folder = await folderWith('x'.repeat(20 * 1024 * 1024));
  const handle = await open(folder.at('a.log'));
  onTestFinished(() => handle.close());
  const first = await partsTo(handle, 17 * 1024 * 1024);
  const read = vi.spyOn(handle, 'read');
  const parts = await partsTo(handle, 20 * 1024 * 1024, first);
  expect(read.mock.calls.length).toBeLessThanOrEqual(5);
  expect(parts.map(({ to }) => to / 1024 / 1024)).toEqual([8, 16, 20]);
  expect(parts).toEqual(folder.known[0]?.parts);
  expect(await holdsParts(handle, parts)).toBe(true);
  writeFileSync(folder.at('a.log'), 'y', { flag: 'r+' });
  expect(await holdsParts(handle, parts)).toBe(false);
});

it('a file that goes between the look and the reading is no known one', async () => {
  const folder = await folderWith();
  const found = await folder.look('a.log');
  const [known] = folder.known;
  rmSync(folder.at('a.log'));
  expect(
    known !== undefined && found[0] !== undefined && (await contentsOfFiles.holds(found[0], known)),
  ).toBe(false);
});
