import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder, makePrivateFolder } from '../../src/browser/private-folder.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'private-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the cache folder', () => {
  it('is where XDG_CACHE_HOME says, else in the home folder', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/ada' })).toBe('/var/cache/ada/email-live-report');
    expect(cacheFolder({})).toBe(join(homedir(), '.cache/email-live-report'));
    expect(cacheFolder({ XDG_CACHE_HOME: 'not/absolute' })).toBe(join(homedir(), '.cache/email-live-report'));
  });

  it('is made for this user only', async () => {
    const folder = await makePrivateFolder(join(root, 'a/b'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is refused when others can write into it', async () => {
    const folder = join(root, 'shared');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    await expect(makePrivateFolder(folder)).rejects.toThrow('can be written by other users');
  });

  it('is refused when its group can write into it', async () => {
    const folder = join(root, 'shared');
    mkdirSync(folder);
    chmodSync(folder, 0o770);
    await expect(makePrivateFolder(folder)).rejects.toThrow('can be written by other users');
  });

  it.runIf(process.getuid?.() === 0)('is refused when another user made it first', async () => {
    const folder = join(root, 'theirs');
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, 65_534, 65_534);
    await expect(makePrivateFolder(folder)).rejects.toThrow('belongs to somebody else');
  });

  it('is refused when a file or a link into nothing stands in its place', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(makePrivateFolder(join(root, 'file'))).rejects.toThrow(/cache folder/);
    symlinkSync(join(root, 'nothing'), join(root, 'link'));
    await expect(makePrivateFolder(join(root, 'link'))).rejects.toThrow(/cache folder/);
  });

  it('is refused when it is a link to somewhere else', async () => {
    symlinkSync(root, join(root, 'link'));
    await expect(makePrivateFolder(join(root, 'link'))).rejects.toThrow('belongs to somebody else');
  });

  it('is an error with a way out when it cannot be made', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(makePrivateFolder(join(root, 'file/here'))).rejects.toMatchObject({
      message: expect.stringContaining('cannot use the cache folder'),
      hint: expect.stringContaining('XDG_CACHE_HOME'),
    });
  });
});
