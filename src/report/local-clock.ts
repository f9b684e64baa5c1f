import { zoneOf } from '../time-zone.ts';
import { type Bucket, isCalendarBucket, mondayShift, weekShift } from './buckets.ts';

/** A stretch of time with one offset from UTC: it holds from `start` (milliseconds) to the next segment's start. */
interface OffsetSegment {
  readonly start: number;
  readonly offsetSeconds: number;
}

type Segments = readonly [OffsetSegment, ...OffsetSegment[]];

const day = 86_400_000;
const week = 7 * day;
/** Zones change their offset only in this range; before and after, the nearest offset holds. */
const ruledFrom = Date.UTC(1970, 0, 1);
const ruledTo = Date.UTC(2100, 0, 1);

/** The first instant at which the offset is no longer that of `from`, as that of `to` is not. All are whole seconds. */
function changeBetween(offsetAt: (instant: number) => number, from: number, to: number): number {
  const before = offsetAt(from);
  let [same, changed] = [from, to];
  while (changed - same > 1000) {
    const middle = Math.floor((same + changed) / 2000) * 1000;
    if (offsetAt(middle) === before) same = middle;
    else changed = middle;
  }
  return changed;
}

/** The local time of a zone over the span of a dump: cuts it into buckets that start where people there expect it. */
export class LocalClock {
  readonly timezone: string;
  readonly #segments: Segments;
  /** Zones off by half or quarter hours need that part for hours to start on the hour; summer time does not matter. */
  readonly #partsOfHour: Segments;

  /** @param first, last the span in which the clock is exact, in epoch milliseconds. */
  constructor(timezone: string, first: number, last: number) {
    this.timezone = timezone;
    const zone = zoneOf(timezone);
    const offsetAt = (instant: number): number => zone.offsetAt(instant) / 1000;
    const from = Math.floor(Math.min(Math.max(first - 2 * day, ruledFrom), ruledTo) / 1000) * 1000;
    const to = Math.min(Math.ceil(last / 1000) * 1000 + 2 * day, ruledTo);
    const firstSegment: OffsetSegment = { start: Number.NEGATIVE_INFINITY, offsetSeconds: offsetAt(from) };
    const later: OffsetSegment[] = [];
    for (let position = from; position < to; position += week) {
      const next = Math.min(position + week, to);
      if (offsetAt(next) === offsetAt(position)) continue;
      const start = changeBetween(offsetAt, position, next);
      later.push({ start, offsetSeconds: offsetAt(start) });
    }
    this.#segments = [firstSegment, ...later];
    this.#partsOfHour = partsOfHour(this.#segments);
  }

  /** SQL that gives the bucket's number for a column of epoch milliseconds. */
  bucketNumberSql(time: string, bucket: Bucket): string {
    const offset = offsetSql(time, this.#segmentsFor(bucket), weekShift(bucket));
    return `floor((${time} / 1000 + ${offset}) / ${bucket.seconds})`;
  }

  /** SQL that gives the hour of the week that clocks show, from 0 on Monday at midnight to 167, for a column of epoch milliseconds. */
  hourOfWeekSql(time: string): string {
    const offset = offsetSql(time, this.#segments, mondayShift);
    const hour = `floor((${time} / 1000 + ${offset}) / 3600)`;
    // Not by a remainder: that of a fraction is one of small integers in ClickHouse.
    return `${hour} - floor(${hour} / 168) * 168`;
  }

  /**
   * The instant, in epoch milliseconds, at which a numbered bucket starts: the inverse of `bucketNumberSql`.
   * A local time that the clocks skip is the moment of the change.
   */
  bucketStart(number: number, bucket: Bucket): number {
    const local = (number * bucket.seconds - weekShift(bucket)) * 1000;
    const segments = this.#segmentsFor(bucket);
    for (const [index, segment] of segments.entries()) {
      const instant = local - segment.offsetSeconds * 1000;
      if (instant < segment.start) return segment.start;
      const next = segments[index + 1];
      if (next === undefined || instant < next.start) return instant;
    }
    return local;
  }

  #segmentsFor(bucket: Bucket): Segments {
    return isCalendarBucket(bucket) ? this.#segments : this.#partsOfHour;
  }
}

/** SQL of the seconds to add to a time, by the segment that it falls in. */
function offsetSql(time: string, segments: Segments, shift: number): string {
  let [previous, ...later] = segments;
  const branches: string[] = [];
  for (const segment of later) {
    branches.push(`WHEN ${time} < ${segment.start} THEN ${previous.offsetSeconds + shift}`);
    previous = segment;
  }
  const last = previous.offsetSeconds + shift;
  return branches.length === 0 ? String(last) : `CASE ${branches.join(' ')} ELSE ${last} END`;
}

/** The segments with only the part of their offset that is no whole hour; neighbours that are alike become one. */
function partsOfHour([first, ...later]: Segments): Segments {
  const part = ({ start, offsetSeconds }: OffsetSegment): OffsetSegment => ({
    start,
    offsetSeconds: ((offsetSeconds % 3600) + 3600) % 3600,
  });
  const parts: [OffsetSegment, ...OffsetSegment[]] = [part(first)];
  for (const segment of later.map(part)) {
    if (segment.offsetSeconds !== parts.at(-1)?.offsetSeconds) parts.push(segment);
  }
  return parts;
}
