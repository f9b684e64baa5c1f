import { buckets } from '../buckets.ts';
import type { Judged } from './judged.ts';

type Performance = Judged['sections']['email-performance'];

/** One step of the course of a delivery, with its bounds in epoch milliseconds. */
export type Step = Performance['rows'][number] & { readonly from: number; readonly to: number };

interface Course {
  readonly steps: readonly Step[];
  readonly length: number;
}

/** Several findings look at the same one, and reading its times takes most of what they do. */
const known = new WeakMap<Performance, Course>();

/** The course of a delivery, step by step, and how long a step is in milliseconds (a day when clocks change is another). */
export function courseOf(performance: Performance): Course {
  const course = known.get(performance) ?? readCourse(performance);
  known.set(performance, course);
  return course;
}

function readCourse({ bucket, rows }: Performance): Course {
  const length = (buckets.find(({ duration }) => duration === bucket)?.seconds ?? 0) * 1000;
  const starts = rows.map(({ start }) => Date.parse(start));
  const steps = rows.map((row, index) => {
    const from = starts[index] ?? Number.NaN;
    return { ...row, from, to: starts[index + 1] ?? from + length };
  });
  return { steps, length };
}

/** Whether anything happened in a step. */
export const isBusy = ({ sent, delivered, bounces, errors, opens, clicks }: Step): boolean =>
  sent + delivered + bounces + errors + opens + clicks > 0;

/** The steps from the first that sent to the last; empty where nothing was sent. */
export function whileSending(steps: readonly Step[]): readonly Step[] {
  const first = steps.findIndex(({ sent }) => sent > 0);
  return first < 0 ? [] : steps.slice(first, steps.findLastIndex(({ sent }) => sent > 0) + 1);
}

/** A stretch of time as an ISO 8601 interval. */
export const intervalOf = (from: number, to: number): string =>
  `${new Date(from).toISOString()}/${new Date(to).toISOString()}`;
