import { setImmediate } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import { keepSchedule, type RunOutcome, type ScheduleEvent } from '../../src/nightly/schedule.ts';
import type { ScheduledReport } from '../../src/nightly/timetable.ts';

/** Has the clock stand still at a time until the test moves it. */
export function stopClock(time: string): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.parse(time) });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

const shortTime = (instant: number): string =>
  new Date(instant).toISOString().replace(/(?::00)?\.000Z$/, 'Z');

export const scheduled = (name: string, cron: string, timezone = 'UTC'): ScheduledReport => ({
  name,
  schedule: { cron, timezone },
});

/** A schedule that is kept under a stopped clock, and what is seen of it. */
export class WatchedSchedule {
  readonly events: ScheduleEvent[] = [];
  /** `name due > time`, for each run when it starts. */
  readonly runs: string[] = [];
  readonly kept: Promise<void>;
  #ended = false;
  #runTimers = 0;
  readonly #stop = new AbortController();

  /** @param lasts how long a run takes, in milliseconds; NaN where it fails at once, less than 0 where it cannot be finished. */
  constructor(state: string, reports: readonly ScheduledReport[], lasts: () => number = () => 0) {
    const run = async (name: string, due: number): Promise<RunOutcome> => {
      this.runs.push(`${name} ${shortTime(due)} > ${shortTime(Date.now())}`);
      const length = lasts();
      if (length > 0) {
        this.#runTimers++;
        await new Promise((resolve) => setTimeout(resolve, length));
        this.#runTimers--;
      }
      if (length < 0) return 'unfinished';
      return Number.isNaN(length) ? 'badly' : 'well';
    };
    const say = (event: ScheduleEvent): void => {
      this.events.push(event);
    };
    this.kept = keepSchedule({ reports, state, run, say, signal: this.#stop.signal });
    const ended = (): void => {
      this.#ended = true;
    };
    this.kept.then(ended, ended);
    onTestFinished(() => this.#finish());
  }

  /** What was said of one kind, as `name due`. */
  said(kind: ScheduleEvent['kind']): string[] {
    return this.events.filter((event) => event.kind === kind).map(inWords);
  }

  /** Lets time pass as a machine does that never sleeps. */
  async pass(time: string): Promise<void> {
    const arrived = new Promise((resolve) => setTimeout(resolve, Date.parse(time) - Date.now()));
    let there = false;
    arrived.then(() => {
      there = true;
    });
    while (!there) {
      await this.#isWaiting(1);
      await vi.advanceTimersToNextTimerAsync();
    }
    await this.#isWaiting(0);
  }

  /** Sets the clock of the machine, whose timers do not notice. */
  async setClock(time: string): Promise<void> {
    await this.#isWaiting(0);
    vi.setSystemTime(Date.parse(time));
  }

  /** Stops it as a signal does; time does not pass. */
  abort(): void {
    this.#stop.abort();
  }

  async stop(): Promise<void> {
    this.abort();
    await this.kept;
  }

  /** Lets what runs come to its end, so that the next test has its clock for itself. */
  async #finish(): Promise<void> {
    this.abort();
    while (!this.#ended) {
      await vi.advanceTimersToNextTimerAsync();
      await setImmediate();
    }
  }

  /** Resolves when nothing happens any more unless time passes: it has set its timer again, having written its files. */
  async #isWaiting(timersOfTest: number): Promise<void> {
    while (!this.#ended && vi.getTimerCount() <= timersOfTest + this.#runTimers) await setImmediate();
  }
}

function inWords(event: ScheduleEvent): string {
  switch (event.kind) {
    case 'started':
      return [...event.next]
        .map(([name, due]) => `${name} ${due === null ? 'never' : shortTime(due)}`)
        .join(', ');
    case 'caught-up':
    case 'overlapped':
      return `${event.name} ${shortTime(event.due)}`;
    case 'postponed':
      return `${event.name} ${shortTime(event.until)}`;
    case 'stopping':
      return event.running ?? 'nothing';
    case 'clock-set-back':
      return event.name;
    case 'state-damaged':
    case 'state-not-written':
      return event.path;
    case 'stopped':
      return 'stopped';
  }
}
