import { CommandError, firstLine, NoInputError, TryAgainError } from '../errors.ts';
import { nextDue } from '../nightly/due.ts';
import { pause } from '../nightly/pause.ts';
import type { Printer } from '../render/printer.ts';
import type { Bell } from './bell.ts';
import type { LiveReports } from './live-reports.ts';
import type { Change } from './serve/serve-reports.ts';
import type { LiveState } from './state/live-state.ts';
import type { DumpFiles } from './state/read-files.ts';
import { asDamage, DamagedState } from './state/state-file.ts';

/** What follows a dump: its state, who reads its files, and who writes its reports. */
export interface Following {
  readonly state: LiveState;
  readonly files: DumpFiles;
  readonly reports: LiveReports;
}

/** How an update went. */
export interface Update {
  readonly changes: readonly Change[];
  /** All rows of the dump, and how many of them are new. */
  readonly rows: number;
  readonly newRows: number;
  readonly milliseconds: number;
}

export interface FollowOptions {
  /** Opens the state, or makes it anew. */
  readonly open: (rebuild: boolean) => Promise<Following>;
  /** At least so many milliseconds lie between two updates. */
  readonly every: number;
  /** The time of day at which PDFs are printed, HH:MM, and in which zone; null for never. */
  readonly pdfAt: { readonly time: string; readonly timezone: string } | null;
  readonly openPrinter: () => Printer;
  /** True where the reports are brought up to date once, and not followed. */
  readonly once: boolean;
  readonly bell: Bell;
  readonly signal: AbortSignal;
  readonly updated: (update: Update) => void;
  /** Told what is being done that may take long; an empty text ends it. */
  readonly progress: (activity: string) => void;
  readonly warn: (line: string) => void;
  readonly now: () => number;
}

/** When nothing has come in for so long, the accounts of rows in all other reports are brought up to date too. */
const settled = 2000;

/** After something that may pass it is tried again no sooner. */
const leastPause = 1000;

function cronOf(time: string): string {
  const [hours, minutes] = time.split(':').map(Number);
  return `${minutes} ${hours} * * *`;
}

/** Follows a dump: each time that something is new it reads, counts and writes that, until it is told to end. */
class Follower {
  readonly #options: FollowOptions;
  #following: Following;
  /** Whether the reports have been written by this process: what lies in the folder may be anything. */
  #hasWritten = false;
  #isClosed = false;
  #rows = 0;

  constructor(options: FollowOptions, following: Following) {
    this.#options = options;
    this.#following = following;
    this.#rows = following.state.dump.read;
  }

  /** Makes the state anew; where that fails, at the next try. */
  async #makeAnew(): Promise<void> {
    if (!this.#isClosed) await this.#following.state.close();
    this.#isClosed = true;
    this.#following = await this.#options.open(true);
    this.#isClosed = false;
    this.#hasWritten = false;
    // Whatever is being done now, all is to be read again.
    this.#options.bell.ring();
  }

  /** Does some work with the state; where that turns out to be damaged, once more with a new one. */
  async #withState<Result>(work: (following: Following) => Promise<Result>): Promise<Result> {
    if (this.#isClosed) await this.#makeAnew();
    try {
      return await work(this.#following);
    } catch (error) {
      if (!(asDamage(error) instanceof DamagedState) || error instanceof CommandError) throw error;
      this.#options.warn(`the state cannot be read (${firstLine(error)}): it is made anew from the dump`);
      await this.#makeAnew();
      return work(this.#following);
    }
  }

  /** Reads what is new, counts it, and writes the reports that it changes. */
  update(): Promise<void> {
    return this.#withState(async ({ state, files, reports }) => {
      const started = performance.now();
      await files.readNew();
      this.#options.progress('Counting the events');
      if (await state.isBehind()) await state.count();
      this.#options.progress('');
      const { changed } = await state.unwritten();
      if (this.#hasWritten && changed.size === 0) return;
      const changes = await reports.write(this.#hasWritten ? changed : null, null);
      await state.written(this.#hasWritten ? [...changed] : null);
      this.#hasWritten = true;
      this.#tell(changes, started);
    });
  }

  /** Brings the account of rows up to date in the reports of which nothing else has changed. */
  settle(): Promise<void> {
    return this.#withState(async ({ state, reports }) => {
      const { accounts } = await state.unwritten();
      if (accounts.size === 0) return;
      const started = performance.now();
      const changes = await reports.write(accounts, null);
      await state.written([...accounts]);
      this.#tell(changes, started);
    });
  }

  isSettled(): Promise<boolean> {
    return this.#withState(async ({ state }) => (await state.unwritten()).accounts.size === 0);
  }

  /** Prints the PDFs of all reports. */
  async print(): Promise<void> {
    const printer = this.#options.openPrinter();
    try {
      await this.#withState(async ({ reports }) => {
        const started = performance.now();
        this.#tell(await reports.write(null, printer), started);
      });
    } finally {
      await printer.close();
    }
  }

  #tell(changes: readonly Change[], started: number): void {
    const { read } = this.#following.state.dump;
    const newRows = Math.max(0, read - this.#rows);
    this.#rows = read;
    this.#options.updated({ changes, rows: read, newRows, milliseconds: performance.now() - started });
  }

  async close(): Promise<void> {
    if (!this.#isClosed) await this.#following.state.close();
  }
}

/**
 * Follows a dump until it is told to end: what is new is read, counted and written at once after a pause, and else no more often
 * than is wished.
 * @throws CommandError
 */
export async function followReports(options: FollowOptions): Promise<void> {
  const { bell, signal, every, pdfAt, once, warn, now } = options;
  const follower = new Follower(options, await options.open(false));
  const due = (): number | null =>
    pdfAt === null ? null : nextDue({ cron: cronOf(pdfAt.time), timezone: pdfAt.timezone }, now());
  let printAt = due();
  const printWhereDue = async (): Promise<void> => {
    if (printAt === null || printAt > now()) return;
    printAt = due();
    await follower.print().catch((error: unknown) => {
      if (!(error instanceof CommandError)) throw error;
      warn(`--pdf-at: ${error.message}`);
    });
  };
  try {
    while (!signal.aborted) {
      bell.hush();
      const started = now();
      await follower.update().catch((error: unknown) => {
        if (once || !(error instanceof TryAgainError || error instanceof NoInputError)) throw error;
        warn(error.message);
        setTimeout(bell.ring, Math.max(every, leastPause)).unref();
      });
      if (once) break;
      if (!(await follower.isSettled()) && !(await bell.waits(settled, signal))) await follower.settle();
      // Rows may come all the time.
      await printWhereDue();
      while (
        !(await bell.waits(printAt === null ? null : Math.max(0, printAt - now()), signal)) &&
        !signal.aborted
      )
        await printWhereDue();
      await pause(Math.max(0, started + every - now()), signal);
    }
    await follower.settle();
  } finally {
    await follower.close();
  }
}
