import { tidyFolder } from '../files/put-aside.ts';
import { healthFile, type LastRun, removeHealth, writeHealth } from './health.ts';
import { pause } from './pause.ts';
import { Rests } from './rests.ts';
import { readServed, servedFile, writeServed } from './served.ts';
import { type ScheduledReport, Timetable, type Turn } from './timetable.ts';

/** What happens to a schedule, for its log. Instants in epoch milliseconds. */
export type ScheduleEvent =
  /** When each report is due next, null where it never is. */
  | { readonly kind: 'started'; readonly next: ReadonlyMap<string, number | null> }
  /** The file of the last runs cannot be understood: nothing counts as missed. */
  | { readonly kind: 'state-damaged'; readonly path: string }
  /** A file could not be written; said once until it can be written again. */
  | { readonly kind: 'state-not-written'; readonly path: string; readonly error: unknown }
  /** A report that was due while nobody looked, for the schedule or the machine was off, has its run now. */
  | { readonly kind: 'caught-up'; readonly name: string; readonly due: number }
  /** A report became due while it still ran: it has one more run. */
  | { readonly kind: 'overlapped'; readonly name: string; readonly due: number }
  /** Some mails of a report could not be handed over; unless it is due before, it is run again then for those. */
  | { readonly kind: 'postponed'; readonly name: string; readonly until: number }
  /** The clock was put back by more than a day: the report is due from now on. */
  | { readonly kind: 'clock-set-back'; readonly name: string }
  /** No further report is started; the one named, if any, is finished. */
  | { readonly kind: 'stopping'; readonly running: string | null }
  | { readonly kind: 'stopped' };

/** How a run went; `unfinished` where it is to be run again, since mails could not be handed over for now. */
export type RunOutcome = 'well' | 'badly' | 'unfinished';

export interface ScheduleOptions {
  /** In the order in which they run where they are due at once. */
  readonly reports: readonly ScheduledReport[];
  /** The folder of what must outlast this process. */
  readonly state: string;
  /**
   * Makes and mails the report that was due at an instant. Resolves when all is done, with how it went; a report that
   * failed is no rejection.
   */
  readonly run: (name: string, due: number) => Promise<RunOutcome>;
  readonly say: (event: ScheduleEvent) => void;
  /** When it is aborted the current report is finished and no further one started. */
  readonly signal: AbortSignal;
}

/**
 * The longest time without a look at the clock, and a sign of life: a timer knows nothing of a clock that is changed or of a
 * machine that sleeps, and cannot wait for a month.
 */
const step = 20_000;

/** A run that starts later than this was not on time. */
const late = 60_000;

/**
 * Makes reports when they are due, one at a time, until the signal is aborted.
 * @throws NoInputError or CannotWriteError where the state folder cannot be used at the start
 */
export async function keepSchedule(options: ScheduleOptions): Promise<void> {
  const { reports, state, say } = options;
  const started = Date.now();
  tidyFolder(state);
  const served = await readServed(state);
  if (served === null) say({ kind: 'state-damaged', path: servedFile(state) });
  const timetable = new Timetable(reports, served ?? new Map(), started);
  const keeper = new ScheduleKeeper(options, timetable, started);
  await keeper.keep();
}

class ScheduleKeeper {
  readonly #options: ScheduleOptions;
  readonly #timetable: Timetable;
  readonly #started: number;
  readonly #last = new Map<string, LastRun>();
  readonly #rests = new Rests();
  readonly #unwritten = new Set<string>();
  #running: string | null = null;

  constructor(options: ScheduleOptions, timetable: Timetable, started: number) {
    this.#options = options;
    this.#timetable = timetable;
    this.#started = started;
  }

  async keep(): Promise<void> {
    const { say, signal } = this.#options;
    const stopping = (): void => say({ kind: 'stopping', running: this.#running });
    await this.#start();
    if (signal.aborted) stopping();
    else this.#sayCaughtUp(0);
    signal.addEventListener('abort', stopping);
    try {
      while (!signal.aborted) {
        const now = Date.now();
        const [turn] = this.#turns(now);
        await (turn === undefined ? this.#wait(now) : this.#serve(turn));
      }
    } finally {
      signal.removeEventListener('abort', stopping);
    }
    await this.#write(healthFile, removeHealth);
    say({ kind: 'stopped' });
  }

  /** The reports whose turn it is, but for those that rest. */
  #turns(now: number): readonly Turn[] {
    return this.#timetable.turns(now).filter((turn) => this.#rests.isOver(turn, now));
  }

  async #start(): Promise<void> {
    const { state, say } = this.#options;
    this.#forgetFuture();
    // Reports that are new are written down at once: what they miss from now on is to be caught up after a restart.
    await writeServed(state, this.#timetable.served);
    await this.#writeHealth(state);
    say({ kind: 'started', next: this.#timetable.nextAfter(Date.now()) });
  }

  /** Waits for the next report, a step at most. */
  async #wait(now: number): Promise<void> {
    const { signal } = this.#options;
    const dues = [...this.#timetable.nextAfter(now).values()].filter((due) => due !== null);
    await pause(Math.min(step, ...dues.map((due) => due - now)), signal);
    if (signal.aborted) return;
    this.#forgetFuture();
    this.#sayCaughtUp(late);
    await this.#beat();
  }

  async #serve(turn: Turn): Promise<void> {
    const { run, say, signal } = this.#options;
    const { name, due } = turn;
    this.#running = name;
    const ended = new AbortController();
    const [outcome] = await Promise.all([
      run(name, due).finally(() => ended.abort()),
      this.#beatUntil(ended.signal),
    ]);
    this.#running = null;
    this.#last.set(name, { due, finished: Date.now(), ok: outcome === 'well' });
    if (outcome === 'unfinished')
      say({ kind: 'postponed', name, until: this.#rests.begin(turn, Date.now()) });
    else await this.#finish(turn);
    await this.#beat();
    if (signal.aborted) return;
    const again = this.#turns(Date.now()).find((later) => later.name === name);
    if (again !== undefined) say({ kind: 'overlapped', name, due: again.due });
  }

  async #finish({ name, due }: Turn): Promise<void> {
    this.#rests.end(name);
    this.#timetable.serve(name, due);
    // Only now: what dies in the middle of a run is to do it again, and the ledger of mails keeps it from mailing twice.
    await this.#write(servedFile, (state) => writeServed(state, this.#timetable.served));
  }

  async #beatUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(step, signal);
      if (!signal.aborted) await this.#beat();
    }
  }

  #beat(): Promise<void> {
    return this.#write(healthFile, (state) => this.#writeHealth(state));
  }

  #writeHealth(state: string): Promise<void> {
    const beat = Date.now();
    const next = this.#timetable.nextAfter(beat);
    return writeHealth(state, { started: this.#started, beat, next, last: this.#last });
  }

  /** Goes on without a file that cannot be written: what it says is in memory too, and a full disk must not stop the mails. */
  async #write(fileOf: (state: string) => string, write: (state: string) => Promise<void>): Promise<void> {
    const { state, say } = this.#options;
    const path = fileOf(state);
    try {
      await write(state);
      this.#unwritten.delete(path);
    } catch (error) {
      if (!this.#unwritten.has(path)) say({ kind: 'state-not-written', path, error });
      this.#unwritten.add(path);
    }
  }

  #sayCaughtUp(lateBy: number): void {
    const now = Date.now();
    for (const turn of this.#timetable.turns(now)) {
      const { name, due, since } = turn;
      if (now - since >= lateBy && !this.#rests.has(turn))
        this.#options.say({ kind: 'caught-up', name, due });
    }
  }

  #forgetFuture(): void {
    for (const name of this.#timetable.forgetFuture(Date.now())) {
      this.#options.say({ kind: 'clock-set-back', name });
    }
  }
}
