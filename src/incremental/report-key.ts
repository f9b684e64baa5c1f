import type { Figures, Report } from '../report/report.ts';
import { contentHash } from './content-hash.ts';

/** Figures that do not tell how many rows of the dump were those of other deliveries. */
function withoutOthers<Part extends Figures>(figures: Part): Part {
  return { ...figures, audit: { ...figures.audit, read: 0, otherDeliveries: 0 } };
}

/**
 * Stands for a report and for how its files are made: two that have the same key have the same files.
 * @param settings stands for all that its files depend on besides
 * @param exact false where the rows of other deliveries in its account do not matter: where one delivery of a dump gets
 * another row, the accounts of all of them change
 */
export function reportKey(report: Report, settings: string, exact: boolean): string {
  if (exact) return contentHash(settings, 'exact', JSON.stringify(report));
  const { lastDay } = report;
  const own = { ...withoutOthers(report), lastDay: lastDay === null ? null : withoutOthers(lastDay) };
  return contentHash(settings, 'own rows', JSON.stringify(own));
}
