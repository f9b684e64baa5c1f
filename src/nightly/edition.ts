import type { CalendarPeriod, ReportedTime } from '../config/config.ts';
import type { WindowChoice } from '../report/window.ts';
import { type Zone, zoneOf } from '../time-zone.ts';

/** One issue of a report: what the same report has made again, or mailed again, is of the same edition. */
export interface Edition {
  /** A day, a week or a month: `2026-11-21`, `2026-W47`, `2026-10`. */
  readonly id: string;
  /** The day of the run, YYYY-MM-DD in the report's zone. */
  readonly date: string;
  /** The first and the last day that it covers; where the calendar does not say them, the day of the run. */
  readonly first: string;
  readonly last: string;
  readonly window: WindowChoice;
}

const dayLength = 86_400_000;

/** A day as text, counted on from another. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayLength).toISOString().slice(0, 10);
}

/** The day that calendars of a zone show at an instant, YYYY-MM-DD. */
export function dayIn(timezone: string, instant: number): string {
  return new Date(instant + zoneOf(timezone).offsetAt(instant)).toISOString().slice(0, 10);
}

/** The instant at which a day starts: its first midnight where clocks show two, the end of the skip where they show none. */
function startOf(zone: Zone, day: string): number {
  const midnight = Date.parse(day);
  const offsetBefore = zone.offsetAt(midnight - dayLength);
  const start = midnight - offsetBefore;
  return zone.offsetAt(start) === offsetBefore ? start : zone.instantOf(midnight);
}

/** The edition of a report that is made on a day, YYYY-MM-DD in the report's zone. */
export function editionOf(time: ReportedTime, timezone: string, date: string): Edition {
  if (time.kind !== 'period') return { id: date, date, first: date, last: date, window: time };
  const zone = zoneOf(timezone);
  const next = startsOfPeriod[time.period](date);
  const last = dayAfter(next, -1);
  const first = startsOfPeriod[time.period](last);
  return {
    id: idsOfPeriod[time.period](first),
    date,
    first,
    last,
    window: { kind: 'between', from: startOf(zone, first), to: startOf(zone, next) },
  };
}

/** The first day of the period that a day lies in. */
const startsOfPeriod: Readonly<Record<CalendarPeriod, (day: string) => string>> = {
  day: (day) => day,
  week: (day) => dayAfter(day, -daysSinceMonday(day)),
  month: (day) => `${day.slice(0, 7)}-01`,
};

/** What ISO 8601 calls the period that starts with a day. */
const idsOfPeriod: Readonly<Record<CalendarPeriod, (first: string) => string>> = {
  day: (day) => day,
  week: weekName,
  month: (first) => first.slice(0, 7),
};

function daysSinceMonday(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** The week that starts with a Monday. Its year is that of its Thursday, and its number that Thursday's in the year. */
function weekName(monday: string): string {
  const thursday = dayAfter(monday, 3);
  const year = thursday.slice(0, 4);
  const daysInYear = (Date.parse(thursday) - Date.parse(`${year}-01-01`)) / dayLength;
  return `${year}-W${String(Math.floor(daysInYear / 7) + 1).padStart(2, '0')}`;
}
