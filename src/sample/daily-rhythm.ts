import { day, hour } from './instant.ts';
import type { Random } from './random.ts';

/** How likely people read mail at each hour of their day, midnight first; the busiest hour is 1. */
const activity = [
  0.1, 0.06, 0.04, 0.03, 0.05, 0.14, 0.34, 0.62, 0.86, 1, 0.96, 0.9, 0.94, 0.86, 0.76, 0.72, 0.74, 0.8, 0.86,
  0.9, 0.88, 0.72, 0.46, 0.22,
];

const hoursAheadOfUtc = 1;
const longestWait = 6 * day;

/** An instant after this one at which a person would read mail: soon for most, days later for some, seldom at night. */
export function readingInstant(after: number, median: number, random: Random): number {
  let at = after;
  for (let attempt = 0; attempt < 6; attempt++) {
    at = after + random.waiting(median, longestWait);
    if (random.chance(activity[hourOfDay(at)] ?? 0)) return at;
  }
  return at;
}

function hourOfDay(instant: number): number {
  return (Math.floor(instant / hour) + hoursAheadOfUtc) % 24;
}
