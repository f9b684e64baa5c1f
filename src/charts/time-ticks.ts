import type { Format } from '../render/view/format.ts';
import type { Zone } from '../time-zone.ts';
import { textWidth } from './text-width.ts';
import { tickSize } from './theme.ts';

export interface TimeTick {
  readonly at: number;
  /** Whether a local day begins here, so that the label tells the day and not the hour. */
  readonly midnight: boolean;
}

/** A label of the axis that a course runs along: its grid line stands at `x`. */
export interface AxisLabel {
  readonly x: number;
  readonly lines: readonly string[];
}

/** Labels for some of the times between two, at most so many of them, by where these times are placed. */
export type CourseAxis = (
  from: number,
  to: number,
  most: number,
  placeOf: (at: number) => number,
  format: Format,
) => readonly AxisLabel[];

/** The axis of instants: at round local times. */
export const clockAxis: CourseAxis = (from, to, most, placeOf, format) =>
  timeLabels(timeTicks(from, to, most, format.zone), placeOf, format);

const minute = 60_000;
const day = 1440 * minute;
const steps = [
  1,
  2,
  5,
  10,
  15,
  30,
  60,
  120,
  180,
  360,
  720,
  1440,
  2880,
  7 * 1440,
  14 * 1440,
  28 * 1440,
  91 * 1440,
];

const longest = 364 * 1440;

/** Ticks at round local times of the zone between two instants, at most `most` of them. */
export function timeTicks(from: number, to: number, most: number, zone: Zone): readonly TimeTick[] {
  const step = (steps.find((minutes) => (to - from) / (minutes * minute) <= most) ?? longest) * minute;
  const ticks: TimeTick[] = [];
  const first = Math.ceil((from + zone.offsetAt(from)) / step) * step;
  for (let local = first; ticks.length <= most + 1; local += step) {
    const at = zone.instantOf(local);
    if (at > to) break;
    // Times that the clocks skip are moved on to where later ones stand too.
    if (at > (ticks.at(-1)?.at ?? from - 1)) ticks.push({ at, midnight: local % day === 0 });
  }
  return ticks;
}

/** Hours, with the day below where one begins and at the first tick; days alone where ticks are that far apart. */
function timeLabels(
  ticks: readonly TimeTick[],
  placeOf: (at: number) => number,
  format: Format,
): readonly AxisLabel[] {
  const daily = ticks.length > 1 && ticks.every(({ midnight }) => midnight);
  let free = Number.NEGATIVE_INFINITY;
  return ticks.map(({ at, midnight }, index) => {
    const x = placeOf(at);
    const day = format.day(at);
    if (daily) return { x, lines: [day] };
    const half = textWidth(day, tickSize) / 2;
    if (!(midnight || index === 0) || x - half < free) return { x, lines: [format.time(at)] };
    free = x + half + 6;
    return { x, lines: [format.time(at), day] };
  });
}
