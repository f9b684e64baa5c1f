import type { PartialData, Report } from '../../src/report/report.ts';

/** The same report as one that was made from a part of the data, with its keys in their order. */
export function partialReport(
  { schemaVersion, delivery, ...figures }: Report,
  partial: PartialData = { shards: 3, answered: 2, unfinishedLoads: 0 },
): Report {
  return { schemaVersion, delivery, partial, ...figures };
}
