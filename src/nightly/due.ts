import { Cron } from 'croner';
import type { Schedule } from '../config/config.ts';

/**
 * Cron in the wall time of the schedule's zone. When clocks are put forward, a time that they skip is due the moment they
 * have (02:30 at 03:00), if that is still the same day; when they are put back, a time that they show twice is due the first
 * time only. Schedules with a wildcard or a step in their minute or hour go on through the change as the hours do: they leave
 * out what is skipped and are due both times.
 */
function cronOf({ cron, timezone }: Schedule): Cron {
  // Croner's own rule would have 02:30 due twice as soon as there is a second hour in the list.
  return new Cron(cron, { timezone, paused: true, fixedTimeRule: 'no-wildcard' });
}

/** The first instant after another at which a schedule is due; null when it never is again. Epoch milliseconds. */
export function nextDue(schedule: Schedule, after: number): number | null {
  return cronOf(schedule).nextRun(new Date(after))?.getTime() ?? null;
}

/** The latest instant in (lastRun, now] at which a schedule was due; null when there is none. Epoch milliseconds. */
export function missedDue(schedule: Schedule, lastRun: number, now: number): number | null {
  // Croner looks for what was before an instant, and now is among what is asked for.
  const latest = cronOf(schedule)
    .previousRuns(1, new Date(now + 1))
    .at(0)
    ?.getTime();
  return latest !== undefined && latest > lastRun ? latest : null;
}
