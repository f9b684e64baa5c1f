import { elapsedInWords } from '../render/view/elapsed.ts';
import type { CourseAxis } from './time-ticks.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7, 14, 28, 91, 364].map((days) => days * day),
];

/** The axis of time that has passed since something, in milliseconds: at round lengths of it. */
export const elapsedAxis: CourseAxis = (from, to, most, placeOf, format) => {
  const whole = (to - from) / 1000;
  const longest = Math.ceil(whole / most / day) * day;
  const step = (steps.find((seconds) => whole / seconds <= most) ?? longest) * 1000;
  const first = Math.ceil(from / step);
  const labels = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, labels) }, (_, index) => {
    const at = (first + index) * step;
    return { x: placeOf(at), lines: [at === 0 ? '0' : elapsedInWords(at / 1000, format)] };
  });
};
