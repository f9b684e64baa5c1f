import { UsageError } from '../errors.ts';

/** True for a day that the calendar has: Date would take 30 February for 2 March. */
export function isDay(day: string): boolean {
  const midnight = Date.parse(day);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

/**
 * The day that --date names, YYYY-MM-DD.
 * @throws UsageError where the calendar has no such day
 */
export function parseDate(text: string): string {
  if (/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) && isDay(text)) return text;
  throw new UsageError(`--date: "${text}" is no day`, 'use a day of the calendar such as 2026-11-22');
}
