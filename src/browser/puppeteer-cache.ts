import { posix, win32 } from 'node:path';
import type { Machine } from './find-browser.ts';

type Kind = 'chrome-headless-shell' | 'chrome';

/**
 * The browsers in the cache of `npx puppeteer browsers install`, as
 * `<cache>/<kind>/<platform>-<version>/<kind>-<build>/<program>`: the headless shell before the full browser, because it
 * starts several times faster, and the newest version first.
 */
export function installedByPuppeteer(machine: Machine): string[] {
  const path = machine.platform === 'win32' ? win32 : posix;
  const cache =
    machine.environment.PUPPETEER_CACHE_DIR || path.join(machine.homeFolder, '.cache', 'puppeteer');
  const kinds: Kind[] = ['chrome-headless-shell', 'chrome'];
  return kinds.flatMap((kind) =>
    machine
      .list(path.join(cache, kind))
      .filter((name) => buildNames[name.split('-')[0] ?? ''] !== undefined)
      .sort(newestFirst)
      .map((name) => path.join(cache, kind, name, ...program(kind, name)))
      .filter(machine.isFile),
  );
}

/** Puppeteer's names of platforms, with the names that Chrome for Testing gives to the same. */
const buildNames: Readonly<Record<string, string>> = {
  linux: 'linux64',
  linux_arm: 'linux64',
  mac: 'mac-x64',
  mac_arm: 'mac-arm64',
  win32: 'win32',
  win64: 'win64',
};

function program(kind: Kind, folderName: string): string[] {
  const build = buildNames[folderName.split('-')[0] ?? ''] ?? '';
  const folder = `${kind}-${build}`;
  if (build.startsWith('win')) {
    return [folder, `${kind}.exe`];
  }
  if (build.startsWith('mac') && kind === 'chrome') {
    return [folder, 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'];
  }
  return [folder, kind];
}

function newestFirst(one: string, other: string): number {
  return other.localeCompare(one, 'en', { numeric: true });
}
