import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { assertPrivate, cacheFolder, makePrivateFolder } from './private-folder.ts';
import { unpackChromium } from './unpack-chromium.ts';

/** A browser program, how to run it without a window, and what it needs in its environment besides ours. */
export interface BrowserProgram {
  executable: string;
  /** The small build without any window ("headless shell") takes another flag than a full browser. */
  isHeadlessShell: boolean;
  environment: Record<string, string>;
}

/**
 * The Chromium that comes with the npm package @sparticuz/chromium, unpacked into our private cache the first time.
 * The package's own unpacking is not used: it goes to the shared temporary folder, where anybody may put a program first.
 */
export async function bundledChromium(note: (line: string) => void): Promise<BrowserProgram> {
  const bundle = await locatePackage();
  const cache = await makePrivateFolder(cacheFolder());
  const folder = join(cache, `chromium-${bundle.version}`);
  if ((await stat(folder).catch(() => undefined)) === undefined) {
    note(`unpacking Chromium ${bundle.version} into ${folder} (once)`);
    await unpackChromium(bundle.binaries, folder);
  }
  await assertPrivate(folder);
  const executable = join(folder, 'chromium');
  return { executable, isHeadlessShell: true, environment: await neededEnvironment(folder, executable) };
}

/** Which Chromium it is that comes along. */
export async function bundledVersion(): Promise<string> {
  return (await locatePackage()).version;
}

async function locatePackage(): Promise<{ version: string; binaries: string }> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const root = dirname(dirname(dirname(entry)));
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { version: manifest.version, binaries: join(root, 'bin') };
}

async function neededEnvironment(folder: string, executable: string): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  if (!process.env.FONTCONFIG_FILE && !process.env.FONTCONFIG_PATH) {
    environment.FONTCONFIG_FILE = join(folder, 'fonts.conf');
  }
  if (!(await findsItsLibraries(executable))) {
    environment.LD_LIBRARY_PATH = [join(folder, 'lib'), process.env.LD_LIBRARY_PATH]
      .filter(Boolean)
      .join(':');
  }
  return environment;
}

/** Asks the dynamic loader itself, which is there wherever the program can run at all; `ldd` need not be. */
async function findsItsLibraries(executable: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)('/lib64/ld-linux-x86-64.so.2', ['--list', executable]);
    return !stdout.includes('not found');
  } catch {
    return false;
  }
}
