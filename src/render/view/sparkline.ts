/** Steps that a sparkline has at most, and at least has room for: a send that is over at once is to look like it. */
const mostSteps = 30;
const fewestSteps = 12;

/** Few enough for a digit in base 36, and as many as the picture is high in pixels. */
const levels = 20;

/** The course of the sends, from the first to the last of them: a digit per step, its height. */
export function sparklineOf(counts: readonly number[]): string {
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return '';
  const sends = counts.slice(first, counts.findLastIndex((count) => count > 0) + 1);
  const size = Math.ceil(sends.length / mostSteps);
  const steps = Array.from({ length: Math.ceil(sends.length / size) }, (_, step) =>
    sends.slice(step * size, (step + 1) * size).reduce((sum, count) => sum + count, 0),
  );
  const peak = Math.max(...steps);
  return steps.map((count) => Math.ceil((count / peak) * levels).toString(36)).join('');
}

/** A sparkline as the outline that an SVG draws, a unit wide per step. */
export interface SparklineShape {
  readonly path: string;
  readonly viewBox: string;
}

export function sparklineShape(sparkline: string): SparklineShape {
  const outline = sparkline.replace(
    /(.)\1*/g,
    (run, digit: string) => `V${levels - Number.parseInt(digit, 36)}h${run.length}`,
  );
  return {
    path: `M0 ${levels}${outline}V${levels}z`,
    viewBox: `0 0 ${Math.max(sparkline.length, fewestSteps)} ${levels}`,
  };
}
