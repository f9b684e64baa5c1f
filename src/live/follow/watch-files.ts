import type { FSWatcher } from 'chokidar';
import { z } from 'zod';
import { hasErrorCode } from '../../errors.ts';
import { WatchedPlaces } from './watched-places.ts';

interface WatchOptions {
  /** A folder of which no change is told: where the reports are written. */
  readonly leftOut?: string | undefined;
  /** Told, in words, where files cannot be watched and are looked at instead. */
  readonly note?: (note: string) => void;
  /** How often all is looked at, whatever was told, in milliseconds. */
  readonly lookEvery?: number;
  /** How often where nothing tells of changes. */
  readonly pollEvery?: number;
}

/** Changes that come in this time, in milliseconds, are told at once. */
const together = 30;

/** An event of the system is of the file or folder that is watched, or of a name in it. */
const eventDetails = z.object({ watchedPath: z.string() });

const pollingNote = (every: number, why: string): string =>
  `the files are looked at every ${every / 1000} s, since the system does not tell of their changes: ${why}`;

/** What the system says where it has no room for more (inotify(7)), or cannot watch at all. */
function whyUnwatched(error: unknown): string {
  if (hasErrorCode(error, 'ENOSPC')) return 'raise fs.inotify.max_user_watches';
  if (hasErrorCode(error, 'EMFILE')) return 'raise fs.inotify.max_user_instances, or the limit of open files';
  return error instanceof Error ? error.message : String(error);
}

/** Watches the files of a dump for as long as it is open. */
class FilesWatcher {
  readonly #places: WatchedPlaces;
  readonly #onChange: () => void;
  readonly #options: Required<Pick<WatchOptions, 'note' | 'lookEvery' | 'pollEvery'>>;
  #watcher: FSWatcher | undefined;
  #stamp = '';
  #told: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;
  #renewal: Promise<void> | undefined;
  #isClosed = false;

  constructor(
    places: WatchedPlaces,
    onChange: () => void,
    { note = () => {}, lookEvery = 10_000, pollEvery = 1_000 }: WatchOptions,
  ) {
    this.#places = places;
    this.#onChange = onChange;
    this.#options = { note, lookEvery, pollEvery };
  }

  async open(): Promise<void> {
    if (await this.#places.areSilent()) this.#poll('they are on a network drive');
    else {
      await this.#watch();
      if (this.#look === undefined) this.#lookEvery(this.#options.lookEvery);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#told);
    clearInterval(this.#look);
    await this.#renewal;
    await this.#watcher?.close();
  }

  #tell(): void {
    if (this.#isClosed) return;
    this.#told ??= setTimeout(() => {
      this.#told = undefined;
      this.#onChange();
    }, together);
  }

  #lookEvery(time: number): void {
    clearInterval(this.#look);
    this.#look = setInterval(() => {
      this.#tell();
      this.#renewal ??= this.#watchAnewWhereReplaced().finally(() => {
        this.#renewal = undefined;
      });
    }, time);
  }

  /** Nothing tells of changes, or not of all. */
  #poll(why: string): void {
    const { note, pollEvery } = this.#options;
    note(pollingNote(pollEvery, why));
    this.#lookEvery(pollEvery);
    const watcher = this.#watcher;
    this.#watcher = undefined;
    this.#renewal = watcher?.close();
  }

  async #watch(): Promise<void> {
    const { watch } = await import('chokidar');
    this.#stamp = await this.#places.stamp();
    const watcher = watch([...(await this.#places.folders())], {
      ignoreInitial: true,
      atomic: false,
      ignorePermissionErrors: true,
      ignored: (path) => !this.#places.leadsOn(path),
    });
    this.#watcher = watcher;
    // Of changes that follow each other fast it tells the first only; of what the system tells nothing is left out.
    watcher.on('raw', (_event, name, details) => {
      const { watchedPath } = eventDetails.parse(details);
      if (this.#places.matters(this.#places.pathOf(watchedPath, name ?? ''))) this.#tell();
    });
    watcher.on('all', (_event, path) => {
      if (this.#places.matters(path)) this.#tell();
    });
    await new Promise<void>((resolve) => {
      watcher.on('ready', resolve);
      watcher.on('error', (error) => {
        if (this.#watcher === watcher && !this.#isClosed) this.#poll(whyUnwatched(error));
        resolve();
      });
    });
  }

  /** A folder that was removed and made again is another to the system. */
  async #watchAnewWhereReplaced(): Promise<void> {
    if (this.#watcher === undefined || (await this.#places.stamp()) === this.#stamp || this.#isClosed) return;
    await this.#watcher?.close();
    await this.#watch();
    this.#tell();
  }
}

/**
 * Tells of changes of the files that the arguments of the command stand for: written to, added, renamed, removed, at most
 * every 30 ms; and, whatever the system tells, every ten seconds. What is not there yet may come.
 */
export async function watchFiles(
  dumps: readonly string[],
  onChange: () => void,
  options: WatchOptions = {},
): Promise<{ close(): Promise<void> }> {
  const places = await WatchedPlaces.of(dumps, options.leftOut);
  const watcher = new FilesWatcher(places, onChange, options);
  await watcher.open();
  return watcher;
}
