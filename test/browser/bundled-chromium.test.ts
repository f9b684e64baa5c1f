import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundledChromium, bundledVersion } from '../../src/browser/bundled-chromium.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Where the bundled Chromium is looked for, in a cache of the test's own. */
async function placeOfChromium(): Promise<string> {
  const outside = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = temporaryFolder();
  onTestFinished(() => {
    if (outside === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = outside;
  });
  const cache = join(process.env.XDG_CACHE_HOME, 'email-live-report');
  mkdirSync(cache, { mode: 0o700 });
  return join(cache, `chromium-${await bundledVersion()}`);
}

describe('a bundled Chromium that is unpacked already is not started', () => {
  const start = () => bundledChromium(() => {});

  it('from a folder that is a link to another', async () => {
    symlinkSync(temporaryFolder(), await placeOfChromium());
    await expect(start()).rejects.toThrow('belongs to somebody else');
  });

  it('from a folder that others can write into', async () => {
    const folder = await placeOfChromium();
    mkdirSync(folder);
    chmodSync(folder, 0o770);
    await expect(start()).rejects.toThrow('can be written by other users');
  });

  it.runIf(process.getuid?.() === 0)('from a folder that is of somebody else', async () => {
    const folder = await placeOfChromium();
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, 65_534, 65_534);
    await expect(start()).rejects.toThrow('belongs to somebody else');
  });
});
