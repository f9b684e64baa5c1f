import { stat, statfs } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/** What an argument of the command stands for, as a place that is watched: a file, or a folder with all below it. */
interface Target {
  readonly path: string;
  readonly isFolder: boolean;
}

const isBelow = (path: string, folder: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);

const isHidden = (path: string): boolean => path.split(sep).some((name) => name.startsWith('.'));

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The part of a pattern before the first name that stands for more than one. */
async function fixedPart(pattern: string): Promise<string> {
  const { isDynamicPattern } = await import('tinyglobby');
  const names = pattern.split('/');
  const first = names.findIndex((name) => isDynamicPattern(name));
  return names.slice(0, first === -1 ? -1 : first).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

async function targetOf(argument: string): Promise<Target> {
  if (await isFolder(argument)) return { path: resolve(argument), isFolder: true };
  const isThere = await stat(argument).then(
    () => true,
    () => false,
  );
  const { isDynamicPattern } = await import('tinyglobby');
  if (!isThere && isDynamicPattern(argument))
    return { path: resolve(await fixedPart(argument)), isFolder: true };
  // What is not there yet may come as a folder.
  return { path: resolve(argument), isFolder: !isThere };
}

/** The nearest folder above a place that is there: what stands at the place itself comes and goes. */
async function folderAbove(path: string): Promise<string> {
  const folder = dirname(path);
  return folder === path || (await isFolder(folder)) ? folder : folderAbove(folder);
}

/** File systems whose changes by others nobody is told of: NFS, SMB, CIFS, 9P, FUSE, AFS, Ceph (statfs(2)). */
const silent = [0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546, 0x5346414f, 0x00c36400];

/** Where the files of a dump stand, and which paths matter there. */
export class WatchedPlaces {
  readonly #targets: readonly Target[];
  readonly #leftOut: string | undefined;

  private constructor(targets: readonly Target[], leftOut: string | undefined) {
    this.#targets = targets;
    this.#leftOut = leftOut === undefined ? undefined : resolve(leftOut);
  }

  /** @param leftOut a folder that does not matter, wherever it is */
  static async of(dumps: readonly string[], leftOut: string | undefined): Promise<WatchedPlaces> {
    return new WatchedPlaces(await Promise.all(dumps.map(targetOf)), leftOut);
  }

  /** The folders to watch: above each place, so that it is seen when it comes back. */
  async folders(): Promise<readonly string[]> {
    return [...new Set(await Promise.all(this.#targets.map(({ path }) => folderAbove(path))))];
  }

  /** What tells the folders that are there from others that may stand in their places later. */
  async stamp(): Promise<string> {
    const stamps = (await this.folders()).map(async (folder) => {
      const found = await stat(folder, { bigint: true }).catch(() => undefined);
      // One that is made where another was just removed may get its number.
      return `${folder}:${found?.dev}:${found?.ino}:${found?.birthtimeNs}`;
    });
    return (await Promise.all(stamps)).join('\n');
  }

  /** True where a change of this path may be one of the dump. */
  matters(path: string): boolean {
    if (this.#leftOut !== undefined && (path === this.#leftOut || isBelow(path, this.#leftOut))) return false;
    return this.#targets.some(
      (target) =>
        path === target.path ||
        (target.isFolder && isBelow(path, target.path) && !isHidden(relative(target.path, path))),
    );
  }

  /** True where one has to go through this path to get to one that matters. */
  leadsOn(path: string): boolean {
    return this.matters(path) || this.#targets.some((target) => isBelow(target.path, path));
  }

  /** The path that an event of a watched file or folder is about. */
  pathOf(watched: string, name: string): string {
    return name === '' || basename(watched) === basename(name) ? watched : join(watched, basename(name));
  }

  /** True where a place is on a file system that does not tell of all changes. */
  async areSilent(): Promise<boolean> {
    const types = (await this.folders()).map((folder) =>
      statfs(folder).then(
        ({ type }) => type,
        () => 0,
      ),
    );
    return (await Promise.all(types)).some((type) => silent.includes(type));
  }
}
