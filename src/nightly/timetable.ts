import type { Schedule } from '../config/config.ts';
import { missedDue, nextDue } from './due.ts';

/** A report that is made again and again. */
export interface ScheduledReport {
  readonly name: string;
  readonly schedule: Schedule;
}

/** A report that is due. Instants in epoch milliseconds. */
export interface Turn {
  readonly name: string;
  /** The latest instant at which it was due, and the first after its last run. */
  readonly due: number;
  readonly since: number;
}

/** A report whose due instants up to `served` have had their run, and when it is due after that, which may have passed. */
interface Entry {
  readonly schedule: Schedule;
  readonly served: number;
  readonly next: number | null;
}

const day = 86_400_000;

/**
 * Which report is due, told from the clock and from the last due instants that were served. So it does not matter how often
 * or how late one looks: however many due instants have passed, a report has one turn, for the latest of them.
 */
export class Timetable {
  readonly #entries: Map<string, Entry>;

  /** @param served the last due instants that were served, by report; one without is due from `now` on. */
  constructor(reports: readonly ScheduledReport[], served: ReadonlyMap<string, number>, now: number) {
    this.#entries = new Map(
      reports.map(({ name, schedule }) => [name, entryOf(schedule, served.get(name) ?? now)]),
    );
  }

  /** The last due instants that were served, by report. */
  get served(): ReadonlyMap<string, number> {
    return new Map([...this.#entries].map(([name, { served }]) => [name, served]));
  }

  /** When each report is due next; null where it never is. */
  nextAfter(now: number): ReadonlyMap<string, number | null> {
    return new Map(
      [...this.#entries].map(([name, { schedule, next }]) => {
        return [name, next === null || next > now ? next : nextDue(schedule, now)];
      }),
    );
  }

  /** The reports that are due: the one that has waited longest first, else in their own order. */
  turns(now: number): readonly Turn[] {
    const waiting = [...this.#entries].flatMap(([name, { schedule, served, next }]) => {
      if (next === null || next > now) return [];
      return [{ name, due: missedDue(schedule, served, now) ?? next, since: next }];
    });
    return waiting.sort((a, b) => a.since - b.since);
  }

  /** Notes that a report has had its run for an instant at which it was due. */
  serve(name: string, due: number): void {
    const entry = this.#entries.get(name);
    if (entry !== undefined) this.#entries.set(name, entryOf(entry.schedule, due));
  }

  /**
   * Has reports due from `now` on whose last turn lies more than a day ahead: a wrong clock gave it, and they would wait
   * until that day comes again. Returns their names.
   */
  forgetFuture(now: number): readonly string[] {
    const ahead = [...this.served].filter(([, served]) => served > now + day).map(([name]) => name);
    for (const name of ahead) this.serve(name, now);
    return ahead;
  }
}

function entryOf(schedule: Schedule, served: number): Entry {
  return { schedule, served, next: nextDue(schedule, served) };
}
