/**
 * The value below which a fraction of the values lies, between two of them on the straight line that joins them: the
 * value at place fraction × (n − 1), counted from 0 (Hyndman and Fan's type 7, the PERCENTILE.INC of spreadsheets).
 * The half is the usual median. Null where there are no values.
 */
export function quantile(values: readonly number[], fraction: number): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  const place = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  if (below === undefined) return null;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
