import { buckets } from '../buckets.ts';
import type { Judged } from './judged.ts';

type Performance = Judged['sections']['email-performance'];

/** One step of the course of a delivery, with its bounds in epoch milliseconds. */
export type Step = Performance['rows'][number] & { readonly from: number; readonly to: number };

/** The course of a delivery, step by step, and how long a step is in milliseconds (a day when clocks change is another). */
export function courseOf({ bucket, rows }: Performance): {
  readonly steps: readonly Step[];
  readonly length: number;
} {
  const length = (buckets.find(({ duration }) => duration === bucket)?.seconds ?? 0) * 1000;
  const steps = rows.map((row, index) => {
    const from = Date.parse(row.start);
    const next = rows[index + 1];
    return { ...row, from, to: next === undefined ? from + length : Date.parse(next.start) };
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
