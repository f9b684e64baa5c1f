/** In pixels; the line keeps away from the edges so that its end can be marked. */
const [width, height, margin] = [96, 22, 3];

/** A course of values as a line that ends in a dot, and the band of what is usual behind it. */
export interface BandSparkline {
  readonly viewBox: string;
  readonly path: string;
  readonly x: number;
  readonly y: number;
  readonly band: { readonly y: number; readonly height: number } | null;
}

/** The sparkline of some values, oldest first; null where the last one is not known. The line leaves out what is not known. */
export function bandSparkline(
  values: readonly (number | null)[],
  low: number | null,
  high: number | null,
): BandSparkline | null {
  const last = values.at(-1) ?? null;
  if (last === null) return null;
  const known = [...values, low, high].filter((value) => value !== null);
  const least = known.reduce((left, right) => Math.min(left, right));
  const most = known.reduce((left, right) => Math.max(left, right));
  const across = (index: number): number =>
    Math.round(margin + (index / Math.max(1, values.length - 1)) * (width - 2 * margin));
  const down = (value: number): number => {
    if (most === least) return height / 2;
    return Math.round(height - margin - ((value - least) / (most - least)) * (height - 2 * margin));
  };
  const points = values.flatMap((value, index) =>
    value === null ? [] : [`${across(index)} ${down(value)}`],
  );
  return {
    viewBox: `0 0 ${width} ${height}`,
    path: `M${points.join('L')}`,
    x: across(values.length - 1),
    y: down(last),
    band:
      low === null || high === null
        ? null
        : { y: down(high) - 1, height: Math.max(2, down(low) - down(high) + 2) },
  };
}
