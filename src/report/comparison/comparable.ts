import type { Report } from '../report.ts';

/** What of a report decides whether it can be compared with another. */
export type Dated = Pick<Report, 'delivery' | 'window'>;

/** Lengths of windows that are told from each other by less than this share are alike: days of 23 to 25 hours, months. */
const sameLength = 0.12;

/** How long a window is, in milliseconds; null for all of the time. */
function lengthOf({ delivery, window }: Dated): number | null {
  const [from, to] = [window.from ?? delivery.firstEvent, window.to ?? delivery.lastEvent];
  if ((window.from === null && window.to === null) || from === null || to === null) return null;
  return Date.parse(to) - Date.parse(from);
}

/** Whether two reports look at their deliveries in the same way: both at all of the time, or for as long as each other. */
export function lookAlike(one: Dated, other: Dated): boolean {
  const [length, otherLength] = [lengthOf(one), lengthOf(other)];
  if (length === null || otherLength === null) return length === otherLength;
  return Math.abs(length - otherLength) <= sameLength * Math.max(length, otherLength);
}
