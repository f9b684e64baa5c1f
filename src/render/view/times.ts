import type { Texts } from '../../locales/texts.ts';
import { isShownTwice, type Zone } from '../../time-zone.ts';

export interface Times {
  readonly zone: Zone;
  /** 09:05 */
  readonly time: (instant: number) => string;
  /** 14 Mar */
  readonly day: (instant: number) => string;
  /** 14 Mar 2026 */
  readonly date: (instant: number) => string;
  /** 14 Mar 2026, 09:05, and the offset too where clocks show that time twice */
  readonly dateTime: (instant: number) => string;
  /** 14 Mar 2026, 09:05 – 17:30, or with both days */
  readonly period: (from: number, to: number) => string;
  /** UTC+01:00 */
  readonly offset: (instant: number) => string;
}

const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The date and time formats of a language in a zone. */
export function timesOf({ text }: Texts, zone: Zone): Times {
  const local = (instant: number): Date => new Date(instant + zone.offsetAt(instant));
  const dayNumber = (date: Date): string =>
    date.getUTCDate() === 1 ? text('date.first') : String(date.getUTCDate());
  const month = (date: Date): string => text(`date.month.${months[date.getUTCMonth()] ?? 1}`);

  const time = (instant: number): string => {
    const date = local(instant);
    return `${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}`;
  };
  const day = (instant: number): string => {
    const date = local(instant);
    return text('date.day', { day: dayNumber(date), month: month(date) });
  };
  const toldApart = (instant: number): string =>
    isShownTwice(zone, instant)
      ? text('date.twice', { time: time(instant), offset: offset(instant) })
      : time(instant);
  const date = (instant: number): string =>
    text('date.full', { day: day(instant), year: String(local(instant).getUTCFullYear()) });
  const dateTime = (instant: number): string =>
    text('date.time', { date: date(instant), time: toldApart(instant) });
  const period = (from: number, to: number): string => {
    if (dateTime(from) === dateTime(to)) return dateTime(from);
    return text('date.period', {
      from: dateTime(from),
      to: date(from) === date(to) ? toldApart(to) : dateTime(to),
    });
  };
  const offset = (instant: number): string => {
    const minutes = Math.round(zone.offsetAt(instant) / 60_000);
    const size = Math.abs(minutes);
    return `UTC${minutes < 0 ? '−' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
  };
  return { zone, time, day, date, dateTime, period, offset };
}
