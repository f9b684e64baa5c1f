/** At most this many buckets are shown: a multiple of each step from a width to the next, so that they end where a wider one begins. */
export const mostBuckets = 30;
const minute = 60_000;
/** The widths of buckets to choose from, in milliseconds, the finest first; each divides the next. */
export const widths: readonly number[] = [
  ...[1, 5, 15, 30, 60, 180, 360, 720].map((minutes) => minutes * minute),
  ...[1, 2, 10].map((days) => days * 1440 * minute),
];
export const widest = Math.max(...widths);

/**
 * Where the finest bucket begins that a time since the send can be shown in, its cell: what comes past the last bucket of a width is only
 * ever shown in wider ones. So few rows serve every width, and the one to show is chosen where the machines are known to count. A cell's
 * start is in that cell.
 */
export function startSql(time: string): string {
  const branches = widths.map(
    (width) => `WHEN ${time} < ${mostBuckets * width} THEN floor(${time} / ${width}) * ${width}`,
  );
  return `CASE ${branches.join('\n        ')} WHEN ${time} IS NOT NULL THEN floor(${mostBuckets * widest} / 1) END`;
}
