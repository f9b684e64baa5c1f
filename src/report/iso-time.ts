/** Epoch milliseconds as report.json writes times: ISO 8601 UTC, to the millisecond. */
export const isoTime = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();
